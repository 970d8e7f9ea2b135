import { itNamesTenOfTwelve } from "./machinePlayer";

itNamesTenOfTwelve("easy", 39); // the fourth deck of 13
