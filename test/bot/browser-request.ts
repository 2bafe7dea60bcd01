/** As much of a browser's `XMLHttpRequest` as a Direct Line client uses, over Node's `fetch`. */
export class BrowserRequest {
  responseType = ''
  response: unknown = null
  responseText = ''
  status = 0
  readyState = 0
  timeout = 0
  withCredentials = false
  upload = {}
  onreadystatechange: (() => void) | null = null
  ontimeout: (() => void) | null = null
  onerror: (() => void) | null = null
  #method = 'GET'
  #url = ''
  readonly #headers = new Headers()
  #answered = new Headers()
  readonly #stop = new AbortController()

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
    this.#turn(1)
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value)
  }

  getResponseHeader(name: string): string | null {
    return this.#answered.get(name)
  }

  abort(): void {
    this.#stop.abort()
  }

  send(body?: string | FormData): void {
    void this.#send(body)
  }

  async #send(body?: string | FormData): Promise<void> {
    try {
      const response = await fetch(this.#url, {
        method: this.#method,
        headers: this.#headers,
        signal: this.#stop.signal,
        ...(body === undefined || this.#method === 'GET' ? {} : { body }),
      })
      const text = await response.text()
      this.#answered = response.headers
      this.status = response.status
      this.responseText = this.responseType === '' ? text : ''
      this.response = this.responseType === 'json' ? (text ? JSON.parse(text) : null) : text
    } catch {
      if (this.#stop.signal.aborted) return
    }
    this.#turn(4)
  }

  #turn(state: number): void {
    this.readyState = state
    this.onreadystatechange?.()
  }
}
