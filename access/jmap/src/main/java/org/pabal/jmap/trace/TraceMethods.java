// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MailSending;
import org.pabal.mailbox.MailboxStore;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The capability `urn:pabal:params:jmap:trace` and its methods.
public final class TraceMethods implements Capability {
    static final String URN = "urn:pabal:params:jmap:trace";

    @Override
    public String urn() {
        return URN;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        return account.isPersonal()
                ? Optional.of(JsonNodeFactory.instance.objectNode())
                : Optional.empty();
    }

    public static List<JmapMethod> of(
            MailSending sending, Directory directory, MailboxStore mailboxes) {
        return List.of(
                new TraceQuery(sending, directory, mailboxes), new TraceGet(sending, directory));
    }
}
