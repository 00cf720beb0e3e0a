// What can be broken in a module, once each: guards, comparisons, parts of conditions, and calls that are
// made for what they do. All of it is put into one text, where each mutant has a number and is asleep: switch.mjs
// says which one is awake in a process, so that nothing has to be built anew for the next.
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

const JOINS = [Kind.AmpersandAmpersandToken, Kind.BarBarToken]

/**
 * A module with all its mutants asleep.
 * @param {string} text its TypeScript
 * @param {number} first the number of its first mutant
 * @param {string} from where it finds switch.mjs
 * @returns {{ text: string, mutants: { id: number, line: number, name: string }[] }}
 */
export function withMutants(text, first, from) {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true)
  const mutants = []
  const times = new Map()
  const edits = new Edits(text)
  const add = (node, what) => {
    const start = node.getStart()
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    const code = text.slice(start, node.getEnd()).replace(/\s+/g, ' ')
    const name = numbered(`${functionOf(node)}${what}: ${shortened(code)}`, times)
    return mutants.push({ id: first + mutants.length, line, name }) + first - 1
  }
  const visit = (node) => {
    if (ts.isIfStatement(node)) breakGuard(node.expression, add, edits)
    if (ts.isConditionalExpression(node)) breakGuard(node.condition, add, edits)
    if (ts.isBinaryExpression(node)) breakBinary(node, add, edits)
    if (ts.isExpressionStatement(node) && isCall(node.expression))
      edits.around(node, `{ if (!mutant$.is(${add(node, 'not called')})) `, ' }')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { text: `import * as mutant$ from '${from}'; ${edits.made()}`, mutants }
}

/** One condition that begins another must not have its name. */
function shortened(code) {
  return code.length > 100 ? `${code.slice(0, 60)} … ${code.slice(-40)}` : code
}

/** The second of a name in a module has a 2. */
function numbered(name, times) {
  const nth = (times.get(name) ?? 0) + 1
  times.set(name, nth)
  return nth === 1 ? name : `${name} (${nth})`
}

/** The function or method that a mutant is in, for its name. */
function functionOf(node) {
  const around = ts.findAncestor(
    node,
    (one) => ts.isClassElement(one) || ts.isFunctionDeclaration(one),
  )
  const name = around?.name?.getText()
  return name === undefined ? '' : `${name}: `
}

function breakGuard(node, add, edits) {
  edits.around(node, `mutant$.guard(${add(node, 'never')}, (`, '))')
}

function breakBinary(node, add, edits) {
  const { operatorToken } = node
  const sign = operatorToken.getText()
  const opposite = COMPARISONS.get(operatorToken.kind)
  if (opposite !== undefined) {
    const id = add(node, `not ${sign}`)
    edits.around(node, `mutant$.compare(${id}, '${sign}', '${opposite}', (`, '))')
    edits.instead(operatorToken, '), (')
  }
  if (!JOINS.includes(operatorToken.kind)) return
  const [left, right] = [add(node, 'only its left side'), add(node, 'only its right side')]
  edits.around(node, `(mutant$.goesOn(${left}, ${right}, '${sign}', (`, ')) : mutant$.left)')
  edits.instead(operatorToken, `)) ? mutant$.right(${left}, '${sign}', (`)
}

/** `await f()` and `f()`; a `super()` cannot be left out. */
function isCall(expression) {
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression
  return ts.isCallExpression(call) && call.expression.kind !== Kind.SuperKeyword
}

/** What is put into a text around and in place of its parts, which lie in one another: the outer one first. */
class Edits {
  #text
  #all = []

  constructor(text) {
    this.#text = text
  }

  around(node, before, after) {
    this.#all.push({ start: node.getStart(), end: node.getStart(), to: before })
    this.#all.push({ start: node.getEnd(), end: node.getEnd(), to: after, isEnd: true })
  }

  instead(node, to) {
    this.#all.push({ start: node.getStart(), end: node.getEnd(), to })
  }

  made() {
    const ends = this.#all.filter(({ isEnd }) => isEnd).reverse()
    const edits = [...ends, ...this.#all.filter(({ isEnd }) => !isEnd)]
    edits.sort((a, b) => a.start - b.start) // and in the order they have where that is equal
    let [made, at] = ['', 0]
    for (const { start, end, to } of edits) {
      made += this.#text.slice(at, start) + to
      at = end
    }
    return made + this.#text.slice(at)
  }
}
