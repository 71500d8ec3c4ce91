// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.fetch.RemoteMailbox;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;

/// Where mailboxes and labels of another server go: by what they are for (RFC 6154 §2), else by what
/// they are called, else to a mailbox of the same name.
final class Mapping {
    private static final Map<String, SpecialUse> BY_ATTRIBUTE =
            Map.of(
                    "\\archive", SpecialUse.ARCHIVE,
                    "\\drafts", SpecialUse.DRAFTS,
                    "\\junk", SpecialUse.JUNK,
                    "\\sent", SpecialUse.SENT,
                    "\\trash", SpecialUse.TRASH);

    /// What servers and programs that name no uses call such mailboxes, in lower case.
    private static final Map<String, SpecialUse> BY_NAME = byName();

    /// What only shows messages that lie elsewhere. RFC 6154 §2, RFC 8457 §3.
    private static final List<String> VIRTUAL = List.of("\\all", "\\flagged", "\\important");

    private Mapping() {}

    private static Map<String, SpecialUse> byName() {
        Map<String, SpecialUse> names = new LinkedHashMap<>();
        List.of("sent", "sent items", "sent messages", "sent mail", "보낸편지함", "보낸메일함", "보낸 편지함")
                .forEach(name -> names.put(name, SpecialUse.SENT));
        List.of("drafts", "draft", "임시보관함", "임시 보관함")
                .forEach(name -> names.put(name, SpecialUse.DRAFTS));
        List.of("trash", "deleted items", "deleted messages", "deleted", "휴지통", "지운편지함")
                .forEach(name -> names.put(name, SpecialUse.TRASH));
        List.of("junk", "spam", "junk e-mail", "junk email", "bulk mail", "스팸함", "스팸메일함")
                .forEach(name -> names.put(name, SpecialUse.JUNK));
        List.of("archive", "archives", "보관함").forEach(name -> names.put(name, SpecialUse.ARCHIVE));
        return Map.copyOf(names);
    }

    /// A place of ours.
    sealed interface Place {
        record Use(SpecialUse use) implements Place {}

        record Named(MailboxName name) implements Place {}
    }

    /// Whether it is one of those that are read.
    ///
    /// @param labels whether the server's messages have labels, and one mailbox holds them all
    static boolean isRead(RemoteMailbox mailbox, boolean labels) {
        if (!mailbox.selectable()) {
            return false;
        }
        return labels
                ? mailbox.has("\\all") || mailbox.has("\\junk") || mailbox.has("\\trash")
                : VIRTUAL.stream().noneMatch(mailbox::has);
    }

    /// @return empty for a name that none of ours can be
    static Optional<Place> placeOf(RemoteMailbox mailbox) {
        for (Map.Entry<String, SpecialUse> each : BY_ATTRIBUTE.entrySet()) {
            if (mailbox.has(each.getKey())) {
                return Optional.of(new Place.Use(each.getValue()));
            }
        }
        return placeOf(mailbox.levels());
    }

    private static Optional<Place> placeOf(List<String> levels) {
        if (levels.size() == 1) {
            SpecialUse use = BY_NAME.get(levels.getFirst().toLowerCase(Locale.ROOT));
            if (use != null) {
                return Optional.of(new Place.Use(use));
            }
        }
        List<String> ours = new ArrayList<>();
        for (String level : levels) {
            String kept =
                    level.replaceAll("[\\p{Cntrl}\\p{Cs}*%/\\u2028\\u2029\\uFFFD]", "_").strip();
            if (!kept.isEmpty()) {
                ours.add(kept.equals(".") || kept.equals("..") ? "_" : kept);
            }
        }
        return MailboxName.parse(String.join("/", ours)).map(Place.Named::new);
    }

    /// The places of a message with these labels. What has none is in the archive.
    static List<Place> placesOf(List<String> labels) {
        List<Place> places = new ArrayList<>();
        for (String label : labels) {
            switch (label.toLowerCase(Locale.ROOT)) {
                case "\\inbox" -> places.add(new Place.Named(MailboxName.INBOX));
                case "\\sent" -> places.add(new Place.Use(SpecialUse.SENT));
                case "\\draft", "\\drafts" -> places.add(new Place.Use(SpecialUse.DRAFTS));
                default -> {
                    if (!label.startsWith("\\")) {
                        placeOf(List.of(label.split("/"))).ifPresent(places::add);
                    }
                }
            }
        }
        List<Place> each = places.stream().distinct().toList();
        return each.isEmpty() ? List.of(new Place.Use(SpecialUse.ARCHIVE)) : each;
    }

    /// Finds the place, and makes it where it is missing.
    ///
    /// @return empty when it cannot be made
    static Optional<MailboxId> make(Place place, AccountMailboxes own) {
        return switch (place) {
            case Place.Use(SpecialUse use) -> done(own.mailboxFor(use));
            case Place.Named(MailboxName name) -> {
                Optional<MailboxId> there =
                        own.find(name).filter(MailboxInfo::selectable).map(MailboxInfo::id);
                if (there.isEmpty()) {
                    there = done(own.create(name, Optional.empty()));
                    there.ifPresent(_ -> own.subscribe(name));
                }
                yield there;
            }
        };
    }

    private static Optional<MailboxId> done(AccountMailboxes.NameOutcome outcome) {
        return outcome instanceof AccountMailboxes.NameOutcome.Done(MailboxId mailbox)
                ? Optional.of(mailbox)
                : Optional.empty();
    }

    /// What a place is called, whether it is there yet or not.
    static String nameOf(Place place, AccountMailboxes own) {
        return switch (place) {
            case Place.Use(SpecialUse use) ->
                    own.list().stream()
                            .filter(each -> each.specialUse().equals(Optional.of(use)))
                            .map(each -> each.name().text())
                            .findFirst()
                            .orElseGet(() -> use.nameIn(own.account().language()).text());
            case Place.Named(MailboxName name) -> name.text();
        };
    }
}
