// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `sendmail -bv`: whether addresses take mail.
final class Verification {
    private final Invocation invocation;

    Verification(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> addresses) throws IOException {
        if (addresses.isEmpty()) {
            return invocation.fail(SysExit.USAGE, "local.no-recipient");
        }
        Optional<LocalServer> server = LocalServer.connect(invocation.directory());
        if (server.isEmpty()) {
            return invocation.fail(SysExit.TRY_AGAIN, "local.no-server");
        }
        List<String> replies;
        try (LocalServer there = server.get()) {
            replies = there.ask(request(addresses));
        }
        int worst = SysExit.OK;
        for (int i = 0; i < addresses.size(); i++) {
            String reply = replies.get(Math.min(i, replies.size() - 1));
            int code = SysExit.of(reply);
            worst = Math.max(worst, code);
            String key = code == SysExit.OK ? "local.deliverable" : "local.undeliverable";
            invocation.out().println(invocation.messages().text(key, addresses.get(i), reply));
        }
        invocation.out().flush();
        return worst;
    }

    private static LocalRequest request(List<String> addresses) {
        return new LocalRequest(
                LocalRequest.Kind.VERIFY,
                Sendmail.newId(),
                Optional.empty(),
                "",
                addresses,
                Optional.empty(),
                Optional.empty(),
                LocalRequest.Refusals.TOLD,
                LocalRequest.Asked.NOTHING);
    }
}
