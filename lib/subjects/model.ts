/** The teacher, every fix an option. */
export { pool, type Tokens } from "../model/pooling";
export { initialise, type Initialisation } from "../model/initialise";
export { countParameters, type Parameter, type Weights } from "../model/parameters";
export { PATCH_NUMBERS, PATCHES, PICTURE_TOKENS } from "../model/sceneBackbone";
export { PROMPT_TOKENS, tokenize } from "../model/tokenize";
export { sceneParameters } from "../model/sceneBackbone";
export { teacherParameters } from "../model/teacher";
