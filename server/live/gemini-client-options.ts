import type { GoogleGenAIOptions } from '@google/genai'
import type { GeminiCredentials } from '../config.ts'

/**
 * How @google/genai reaches the service. The API's version is named because the library's default since 3.0 is v1,
 * where neither Live nor structured output exists.
 * @param baseUrl another endpoint that speaks the same protocol
 */
export function geminiClientOptions(
  credentials: GeminiCredentials,
  baseUrl?: string,
): Pick<GoogleGenAIOptions, 'apiKey' | 'vertexai' | 'project' | 'location' | 'apiVersion' | 'httpOptions'> {
  const httpOptions = baseUrl === undefined ? {} : { httpOptions: { baseUrl } }
  if (credentials.kind === 'apiKey')
    return { apiKey: credentials.apiKey, apiVersion: 'v1beta', ...httpOptions }
  const { project, location } = credentials
  return { vertexai: true, project, location, apiVersion: 'v1beta1', ...httpOptions }
}
