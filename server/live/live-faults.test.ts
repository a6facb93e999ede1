import { describe, expect, it } from 'vitest'
import { liveError, refusalOf, scrub } from './live-faults.ts'

describe('what the service says when it closes', () => {
  // The words as clients of the Live API have seen them.
  it.each([
    ['API key not valid. Please pass a valid API key. (code 1007)', 'key'],
    ['API key expired. Please renew the API key. (code 1007)', 'key'],
    ['Your API key was reported as leaked. Please use another API key. (code 1008)', 'key'],
    ['Request had invalid authentication credentials. Expected OAuth 2 access token', 'key'],
    ['Could not load the default credentials.', 'key'],
    ['You exceeded your current quota, please check your plan and billing details. (code 1011)', 'quota'],
    ['Resource has been exhausted (e.g. check quota). (code 1011)', 'quota'],
    ['Unexpected server response: 429', 'quota'],
    ['This API method requires billing to be enabled.', 'billing'],
    ['models/x is not found for API version v1beta, or is not supported for bidiGenerateContent.', 'model'],
    ['Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found', 'model'],
    ['User location is not supported for the API use. (code 1007)', 'location'],
    ['Permission denied on resource project p.', 'permission'],
    ['Unexpected server response: 403', 'permission'],
    ['The response was blocked for safety reasons.', 'safety'],
    ['Request contains an invalid argument. (code 1007)', 'settings'],
    ['Invalid JSON payload received. Unknown name "x" at \'setup\': Cannot find field.', 'settings'],
    ['Requested entity was not found. (code 1008)', 'settings'],
  ])('%s is a refusal about the %s', (words, refusal) => {
    expect(refusalOf(words)).toBe(refusal)
    expect(liveError(words, { connected: true, secrets: [] })).toMatchObject({ fault: 'refused', refusal })
  })

  it.each([
    'Internal error occurred. (code 1011)',
    'The service is currently unavailable. (code 1011)',
    'Deadline expired before operation could complete. (code 1011)',
    'Operation is not implemented, or supported, or enabled. (code 1008)',
    'The operation was aborted (code 1008)',
    'closed (code 1000)',
    'closed (code 1006)',
    'closed (code 1012)',
    'Unexpected server response: 503',
  ])('%s may be worth another try', (words) => {
    expect(liveError(words, { connected: true, secrets: [] }).fault).toBe('lost')
    expect(liveError(words, { connected: false, secrets: [] }).fault).toBe('unreachable')
  })

  it('never brings a key into the log', () => {
    const words = 'failed: wss://host/ws?key=AIza-1&x=1 with AIza-2'
    expect(scrub(words, ['AIza-2'])).toBe('failed: wss://host/ws?key=[redacted]&x=1 with [redacted]')
  })
})
