// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

/// One response of the server, with its literals. RFC 3501 §7.
sealed interface ImapReply {

    /// @param octets behind `* `
    record Untagged(byte[] octets) implements ImapReply {}

    /// @param text behind `+ `
    record Continuation(String text) implements ImapReply {}

    /// The end of a command.
    ///
    /// @param status in upper case: OK, NO, BAD
    /// @param code in upper case, without brackets and arguments: `AUTHENTICATIONFAILED`; may be empty
    record Tagged(String tag, String status, String code, String text) implements ImapReply {
        boolean isOk() {
            return status.equals("OK");
        }
    }
}
