import { testNotebooks } from "./labNotebooks";

testNotebooks(0);
