// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MetadataOutcome;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.server.administration.MailboxNaming.Named;

/// The call about annotations of mailboxes: those that all see, and the owner's own. RFC 5464.
final class MailboxAnnotations {
    private static final List<MetadataName> ALL =
            List.of(
                    MetadataName.parsePrefix("/private").orElseThrow(),
                    MetadataName.parsePrefix("/shared").orElseThrow());

    private final MailboxOperations mailboxes;

    MailboxAnnotations(MailboxOperations mailboxes) {
        this.mailboxes = mailboxes;
    }

    static Map<String, String> entries(AccountMailboxes mailboxes, Optional<MailboxId> mailbox) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (MetadataEntry entry : mailboxes.metadata(mailbox, ALL, Integer.MAX_VALUE)) {
            shown.put(entry.name().text(), new String(entry.value(), StandardCharsets.UTF_8));
        }
        return shown;
    }

    /// @param arguments `entry`, and `value`, without which the entry is removed
    Map<String, Object> set(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        MailboxId mailbox = mailboxes.found(named).id();
        MetadataName entry =
                arguments.parsed(
                        arguments.text("entry"),
                        "an annotation such as /shared/comment",
                        MetadataName::parse);
        Optional<byte[]> value =
                Optional.of(arguments.text("value", ""))
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
        MetadataOutcome outcome =
                mailboxes
                        .store()
                        .open(named.owner())
                        .setMetadata(Optional.of(mailbox), Map.of(entry, value));
        switch (outcome) {
            case MetadataOutcome.Done _ -> MailboxAudit.written("metadata", named, entry.text());
            case MetadataOutcome.NoSuchMailbox _ ->
                    throw new Arguments.Unusable("there is no mailbox " + named.shown());
            case MetadataOutcome.TooMany(int max) ->
                    throw new Arguments.Unusable("at most " + max + " annotations: remove some");
            case MetadataOutcome.TooBig(int max) ->
                    throw new Arguments.Unusable("a value may have " + max + " octets");
            case MetadataOutcome.OverTotal(long max) ->
                    throw new Arguments.Unusable(
                            "all annotations of an account together may have "
                                    + max
                                    + " octets: remove some");
        }
        return Map.of("name", named.shown(), "entry", entry.text());
    }
}
