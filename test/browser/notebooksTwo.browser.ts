import { testNotebooks } from "./labNotebooks";

testNotebooks(1);
