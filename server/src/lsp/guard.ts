import {
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  Position,
  ResponseError,
} from 'vscode-languageserver';

/**
 * Stands before every request: out of order, malformed and cancelled ones are answered with the protocol's
 * errors, never as if the result were empty.
 */
export class Guard {
  #state: 'created' | 'running' | 'shut-down' = 'created';

  initialize(): void {
    if (this.#state !== 'created') {
      throw new ResponseError(ErrorCodes.InvalidRequest, 'the server is initialized already');
    }
    this.#state = 'running';
  }

  shutDown(): void {
    this.#checkOrder();
    this.#state = 'shut-down';
  }

  /** The handler of a request about a position, with the checks before it and one for cancellation after it. */
  answerAt<Params extends { position: Position }, Result>(
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return this.answer((params, token) => {
      check(Position.is(params.position), 'position');
      return handler(params, token);
    });
  }

  /** The same for a request about a document. */
  answer<Params, Result>(
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return this.answerAnywhere((params, token) => {
      checkDocument(params);
      return handler(params, token);
    });
  }

  /** The same for a request about no document in particular. The handler checks its parameters. */
  answerAnywhere<Params, Result>(
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return async (params, token) => {
      this.#checkOrder();
      check(typeof params === 'object' && params !== null, 'parameters');
      const result = await handler(params, token);
      checkWanted(token);
      return result;
    };
  }

  #checkOrder(): void {
    if (this.#state === 'created') {
      throw new ResponseError(ErrorCodes.ServerNotInitialized, 'the server is not initialized yet');
    }
    if (this.#state === 'shut-down') {
      throw new ResponseError(ErrorCodes.InvalidRequest, 'the server is shutting down');
    }
  }
}

/** Throws the protocol's error where a part of a request is not what it must be. */
export function check(isValid: boolean, what: string): asserts isValid {
  if (!isValid) {
    throw new ResponseError(ErrorCodes.InvalidParams, `the request has no valid ${what}`);
  }
}

/** Throws the protocol's error when a request was cancelled. */
export function checkWanted(token: CancellationToken): void {
  if (token.isCancellationRequested) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
  }
}

/** Nearly every request of ours is about a document. */
function checkDocument(params: unknown): void {
  const { textDocument } = params as { textDocument?: { uri?: unknown } | null };
  check(typeof textDocument?.uri === 'string', 'document');
}
