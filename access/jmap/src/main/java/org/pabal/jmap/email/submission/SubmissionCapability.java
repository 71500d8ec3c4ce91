// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.Duration;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `urn:ietf:params:jmap:submission`. RFC 8621 §1.3.2.
///
/// @param maxHold the longest time for which a mail can be held back
public record SubmissionCapability(Duration maxHold) implements Capability {

    @Override
    public String urn() {
        return SUBMISSION;
    }

    @Override
    public Optional<ObjectNode> inAccount(JmapAccount account) {
        if (!account.isPersonal()) {
            return Optional.empty();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("maxDelayedSend", maxHold.toSeconds());
        ObjectNode extensions = json.putObject("submissionExtensions");
        extensions.putArray("FUTURERELEASE").add(Long.toString(maxHold.toSeconds()));
        extensions.putArray("DSN");
        extensions.putArray("SMTPUTF8");
        return Optional.of(json);
    }
}
