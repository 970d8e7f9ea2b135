import type * as Ts from "typescript";

/** What a program is asked for here. */
export type Emitter = Pick<Ts.BuilderProgram, "emit" | "getProgram">;

/**
 * Makes a program write `{ speed }` as `{ speed: speed }`, and name the value where it is asked what stands there. tslab
 * puts `exports.` before the names of earlier cells, but sees a property only where the two are one word.
 */
export function spellOut(compiler: typeof Ts, builder: Emitter): void {
  const checker = builder.getProgram().getTypeChecker();
  const symbolAt = checker.getSymbolAtLocation.bind(checker);
  checker.getSymbolAtLocation = (node) => {
    const { parent } = node as { parent?: Ts.Node };
    return parent !== undefined && compiler.isShorthandPropertyAssignment(parent) && parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : symbolAt(node);
  };
  const emit = builder.emit.bind(builder);
  builder.emit = (file, write, token, declarationsOnly, transformers) =>
    emit(file, write, token, declarationsOnly, { ...transformers, before: [spelledOut(compiler)] });
}

function spelledOut({
  factory,
  isShorthandPropertyAssignment,
  visitEachChild,
  visitNode,
}: typeof Ts): Ts.TransformerFactory<Ts.SourceFile> {
  return (context) => {
    const visit = (node: Ts.Node): Ts.Node => {
      if (!isShorthandPropertyAssignment(node)) return visitEachChild(node, visit, context);
      const { name, objectAssignmentInitializer: initial } = node;
      const value =
        initial === undefined
          ? name
          : factory.createAssignment(name, visitEachChild(initial, visit, context));
      return factory.createPropertyAssignment(factory.createIdentifier(name.text), value);
    };
    return (file) => visitNode(file, visit) as Ts.SourceFile;
  };
}
