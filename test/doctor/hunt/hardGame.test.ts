import { itNamesTenOfTwelve } from "./machinePlayer";

itNamesTenOfTwelve("hard", 60); // the fourth deck of 20
