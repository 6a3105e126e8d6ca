import type { Credentials } from "./Credentials.ts";
import type { Endpoint } from "./endpointOf.ts";
import type { Answer, Call } from "./OpenApiCaller.ts";
import type { Try } from "./transport.ts";

/** One request: what is asked, where, and who signs it. */
export interface Transmission {
  readonly call: Call;
  readonly endpoint: Endpoint;
  /** Absent for a call that is not signed. */
  readonly credentials: Credentials | undefined;
  readonly userAgent: string;
}

/**
 * Signs and sends one try, and resolves with the body of its 2xx answer. It sets `answer` of the try when the head of an
 * answer arrives.
 *
 * Another answer it throws as the SDK does: an object whose `data` is the body with the HTTP status as `statusCode`.
 * Where there is no answer to read, it throws a {@link TransportFault}.
 */
export type Transmit = (transmission: Transmission, attempt: Try) => Promise<Answer>;
