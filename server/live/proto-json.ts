import type { z } from 'zod'
import { invalidArgument, type LiveClose } from './live-close.ts'

/**
 * The reading rules of Protocol Buffers' JSON form (https://protobuf.dev/programming-guides/json/), as far as a
 * Live client can run into them: a field's name may come in lowerCamelCase or as it is spelt in the .proto file
 * (snake_case), null is the same as absent, and an unknown name is an error, told in the service's words.
 */

/** Fields that hold a client's own keys (Struct, map, JSON schema): nothing in them is a field's name. */
const freeForm = new Set([
  'args',
  'labels',
  'parameters',
  'parametersJsonSchema',
  'partMetadata',
  'response',
  'responseJsonSchema',
  'responseSchema',
])

/** protobuf's own default limit. */
const MAX_DEPTH = 100

export type ProtoJson = { ok: true; value: unknown } | { ok: false; close: LiveClose }

const decoder = new TextDecoder('utf-8', { fatal: true })

/** JSON in UTF-8, with every field's name in lowerCamelCase and every null left out. */
export function readProtoJson(bytes: Uint8Array): ProtoJson {
  let value: unknown
  try {
    value = JSON.parse(decoder.decode(bytes))
  } catch {
    return refused('Invalid JSON payload received. Unexpected token.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('Invalid JSON payload received. Unknown name "": Root element must be a message.')
  }
  try {
    return { ok: true, value: withCamelCaseNames(value, 0) }
  } catch (error) {
    if (error instanceof TooDeep) return refused('Message too deep. Max recursion depth reached.')
    throw error
  }
}

/** What the service says about a message of the wrong shape: about its first fault. */
export function wrongShape(error: z.ZodError): LiveClose {
  const issue = error.issues[0]
  if (issue === undefined) return invalidArgument
  const path = protoPath(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const at = path === '' ? '' : ` at '${path}'`
    const name = issue.keys[0] ?? ''
    return {
      code: 1007,
      reason: `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`,
    }
  }
  const type = issue.code === 'invalid_type' ? (protoTypes[issue.expected] ?? '') : ''
  return { code: 1007, reason: `Invalid value at '${path}'${type}` }
}

const protoTypes: Record<string, string> = {
  string: ' (TYPE_STRING)',
  boolean: ' (TYPE_BOOL)',
  number: ' (TYPE_DOUBLE)',
  int: ' (TYPE_INT32)',
}

/** `['setup', 'tools', 0, 'functionDeclarations']` as `setup.tools[0].function_declarations`. */
function protoPath(path: readonly PropertyKey[]): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += (text === '' ? '' : '.') + String(step).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
  }
  return text
}

class TooDeep extends Error {}

function withCamelCaseNames(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw new TooDeep()
  if (Array.isArray(value)) return value.map((item) => withCamelCaseNames(item, depth + 1))
  const renamed: Record<string, unknown> = Object.create(null)
  for (const [name, member] of Object.entries(value)) {
    if (member === null) continue
    const camelName = camelCase(name)
    renamed[camelName] = freeForm.has(camelName) ? member : withCamelCaseNames(member, depth + 1)
  }
  return renamed
}

/** Nearly all names are words of their own or come so already, and there are six of them in each piece of sound. */
function camelCase(name: string): string {
  return name.includes('_') ? name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase()) : name
}

function refused(reason: string): ProtoJson {
  return { ok: false, close: { code: 1007, reason } }
}
