// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.QueueEntry;

/// What a program finds in its environment by the convention of qmail-command(8).
///
/// `HOST2` is `HOST` up to its last dot, `HOST3` up to the one before, `HOST4` up to the third from
/// the end; `EXT2` is what stands behind the first dash of `EXT`, and so on.
final class QmailEnvironment {
    private QmailEnvironment() {}

    /// @param name the local-part without its detail
    /// @param detail empty when there is none; what `.qmail-default` would have stood for
    static void add(
            Map<String, String> environment,
            QueueEntry entry,
            Address to,
            String name,
            Optional<String> detail) {
        String sender =
                entry.from() instanceof ReversePath.To(var address) ? address.toString() : "";
        environment.put("SENDER", sender);
        environment.put("NEWSENDER", sender);
        environment.put("RECIPIENT", to.toString());
        environment.put("USER", name);
        environment.put("HOME", "/");
        environment.put("LOCAL", to.localPart());
        String host = to.domain().toAscii();
        environment.put("HOST", host);
        for (int number = 2; number <= 4; number++) {
            host = host.substring(0, Math.max(0, host.lastIndexOf('.')));
            environment.put("HOST" + number, host);
        }
        String extension = detail.orElse("");
        environment.put("EXT", extension);
        detail.ifPresent(whole -> environment.put("DEFAULT", whole));
        for (int number = 2; number <= 4; number++) {
            int dash = extension.indexOf('-');
            extension = dash < 0 ? "" : extension.substring(dash + 1);
            environment.put("EXT" + number, extension);
        }
        environment.put("DTLINE", KeptMessage.deliveredTo(to));
        environment.put("RPLINE", KeptMessage.returnPath(entry.from()));
        environment.put(
                "UFLINE",
                new String(
                        MboxText.fromLine(entry.from(), entry.accepted()), StandardCharsets.UTF_8));
    }
}
