// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.List;
import org.pabal.smtp.SmtpState.Connected;

/// STARTTLS. RFC 3207 §4.
final class TlsUpgrade {
    private final ServerSide side;

    TlsUpgrade(ServerSide side) {
        this.side = side;
    }

    /// What was said before is forgotten, AUTH too (THREATS T03, T04).
    Step startTls(SmtpState state) throws IOException {
        if (side.connection.tls().isPresent()) {
            return Step.stay(state, Answers.OUT_OF_ORDER);
        }
        if (side.tls.isEmpty()) {
            return Step.stay(state, Answers.NOT_IMPLEMENTED);
        }
        side.out.send(Answers.READY_FOR_TLS);
        side.out.flush();
        side.connection.startTls(side.tls.get());
        return Step.to(new Connected(side.ungreeted()), List.of());
    }
}
