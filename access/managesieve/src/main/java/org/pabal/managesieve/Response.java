// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.util.Optional;

/// What ends the answer to a command. RFC 5804 §1.3.
///
/// @param code such as `QUOTA/MAXSIZE`
/// @param codeText what stands behind the code, for TAG and SASL
/// @param text for people; may have lines
record Response(Status status, Optional<String> code, Optional<String> codeText, String text) {
    /// RFC 5804 §1.3.
    enum Status {
        OK,
        NO,
        /// Ends the session.
        BYE
    }

    /// Nothing behind it: Cyrus's sieveshell takes no text after OK but with a code.
    static final Response OK = new Response(Status.OK, Optional.empty(), Optional.empty(), "");

    static Response ok(String code, String text) {
        return new Response(Status.OK, Optional.of(code), Optional.empty(), text);
    }

    /// With octets that belong to a code: TAG, SASL.
    static Response okWith(String code, String codeText, String text) {
        return new Response(Status.OK, Optional.of(code), Optional.of(codeText), text);
    }

    static Response no(String text) {
        return new Response(Status.NO, Optional.empty(), Optional.empty(), text);
    }

    static Response no(String code, String text) {
        return new Response(Status.NO, Optional.of(code), Optional.empty(), text);
    }

    static Response bye(String text) {
        return new Response(Status.BYE, Optional.empty(), Optional.empty(), text);
    }

    static Response bye(String code, String text) {
        return new Response(Status.BYE, Optional.of(code), Optional.empty(), text);
    }
}
