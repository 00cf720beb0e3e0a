// What can be broken in a module, once each: guards, comparisons, parts of conditions, and calls that are
// made for what they do. A mutant is where to cut, and what to put there.
import ts from 'typescript'

const { SyntaxKind: Kind } = ts

/** The opposite of each comparison, or its neighbour. */
const COMPARISONS = new Map([
  [Kind.EqualsEqualsEqualsToken, '!=='],
  [Kind.ExclamationEqualsEqualsToken, '==='],
  [Kind.LessThanToken, '<='],
  [Kind.LessThanEqualsToken, '<'],
  [Kind.GreaterThanToken, '>='],
  [Kind.GreaterThanEqualsToken, '>'],
])

/**
 * The mutants of a module.
 * @param {string} text its JavaScript
 * @returns {{ line: number, start: number, end: number, to: string, what: string }[]} from top to bottom
 */
export function mutantsOf(text) {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true)
  const found = []
  const add = (node, to, what) => {
    const start = node.getStart(source)
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    found.push({ line, start, end: node.getEnd(), to, what })
  }
  const visit = (node) => {
    if (ts.isIfStatement(node)) add(node.expression, 'false', 'never')
    if (ts.isConditionalExpression(node)) add(node.condition, 'false', 'never')
    if (ts.isBinaryExpression(node)) breakBinary(node, add)
    if (ts.isExpressionStatement(node) && isCall(node.expression)) add(node, ';', 'not called')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function breakBinary(node, add) {
  const { operatorToken, left, right } = node
  const opposite = COMPARISONS.get(operatorToken.kind)
  if (opposite !== undefined) add(operatorToken, opposite, `not ${operatorToken.getText()}`)
  const joins = [Kind.AmpersandAmpersandToken, Kind.BarBarToken].includes(operatorToken.kind)
  if (!joins) return
  add(node, left.getText(), 'only its left side')
  add(node, right.getText(), 'only its right side')
}

/** `await f()` and `f()`; a `super()` cannot be left out. */
function isCall(expression) {
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression
  return ts.isCallExpression(call) && call.expression.kind !== Kind.SuperKeyword
}
