// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// STARTTLS. RFC 9051 §6.2.1. The handshake begins behind the tagged OK, so the session does it.
record StartTls() implements ImapCommand.InNotAuthenticatedState {

    /// `"STARTTLS"`
    static StartTls parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new StartTls();
    }

    @Override
    public TaggedResponse run(NotAuthenticated before) throws IOException {
        if (!before.offersStartTls()) {
            return TaggedResponse.bad(
                    before.client().connection().tls().isPresent()
                            ? "TLS is already active"
                            : "STARTTLS is not offered here");
        }
        before.client().onceAnswered(before.client()::startTls);
        return TaggedResponse.ok("Begin the TLS handshake");
    }
}
