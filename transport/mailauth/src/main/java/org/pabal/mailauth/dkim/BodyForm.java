// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// Brings a body into one canonical form while it comes in, in pieces cut anywhere.
sealed interface BodyForm permits SimpleBody, RelaxedBody {
    void write(byte[] octets, int offset, int length);

    void end();
}
