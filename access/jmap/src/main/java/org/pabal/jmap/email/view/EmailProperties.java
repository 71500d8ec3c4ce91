// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which properties of messages are wanted. RFC 8621 §4.1, §4.2.
///
/// @param kinds those that are no header fields
/// @param fields header fields, also under names such as `from`
/// @param body which properties of parts
/// @param values which texts
/// @param maxValueOctets of each text; 0 for all of it
public record EmailProperties(
        Set<Kind> kinds,
        List<HeaderProperty> fields,
        PartProperties body,
        Set<ValuesOf> values,
        int maxValueOctets) {
    public EmailProperties {
        kinds = Set.copyOf(kinds);
        fields = List.copyOf(fields);
        values = Set.copyOf(values);
    }

    /// Properties that are no header fields.
    public enum Kind {
        ID("id"),
        BLOB_ID("blobId"),
        THREAD_ID("threadId"),
        MAILBOX_IDS("mailboxIds"),
        KEYWORDS("keywords"),
        SIZE("size"),
        RECEIVED_AT("receivedAt"),
        /// draft-ietf-extra-email-snooze §4
        SNOOZED("snoozed"),
        HEADERS("headers"),
        BODY_STRUCTURE("bodyStructure"),
        BODY_VALUES("bodyValues"),
        TEXT_BODY("textBody"),
        HTML_BODY("htmlBody"),
        ATTACHMENTS("attachments"),
        HAS_ATTACHMENT("hasAttachment"),
        PREVIEW("preview");

        private final String property;

        Kind(String property) {
            this.property = property;
        }

        public String property() {
            return property;
        }

        static Optional<Kind> parse(String property) {
            for (Kind kind : values()) {
                if (kind.property.equals(property)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// Whose texts go into `bodyValues`.
    public enum ValuesOf {
        TEXT_BODY,
        HTML_BODY,
        EVERY_TEXT_PART
    }

    /// RFC 8621 §4.1.2.3 and others: header fields by names of their own.
    private static final Map<String, String> CONVENIENT =
            Map.ofEntries(
                    Map.entry("messageId", "header:Message-ID:asMessageIds"),
                    Map.entry("inReplyTo", "header:In-Reply-To:asMessageIds"),
                    Map.entry("references", "header:References:asMessageIds"),
                    Map.entry("sender", "header:Sender:asAddresses"),
                    Map.entry("from", "header:From:asAddresses"),
                    Map.entry("to", "header:To:asAddresses"),
                    Map.entry("cc", "header:Cc:asAddresses"),
                    Map.entry("bcc", "header:Bcc:asAddresses"),
                    Map.entry("replyTo", "header:Reply-To:asAddresses"),
                    Map.entry("subject", "header:Subject:asText"),
                    Map.entry("sentAt", "header:Date:asDate"));

    /// What Email/parse gives unasked. RFC 8621 §4.9.
    public static final List<String> OF_PARSE =
            List.of(
                    "messageId",
                    "inReplyTo",
                    "references",
                    "sender",
                    "from",
                    "to",
                    "cc",
                    "bcc",
                    "replyTo",
                    "subject",
                    "sentAt",
                    "hasAttachment",
                    "preview",
                    "bodyValues",
                    "textBody",
                    "htmlBody",
                    "attachments");

    /// What Email/get gives unasked. RFC 8621 §4.2.
    public static final List<String> OF_GET =
            Stream.concat(
                            Stream.of(
                                    "id",
                                    "blobId",
                                    "threadId",
                                    "mailboxIds",
                                    "keywords",
                                    "size",
                                    "receivedAt"),
                            OF_PARSE.stream())
                    .toList();

    /// A header field under a name of its own, such as `from`.
    public static Optional<HeaderProperty> convenient(String property) {
        return Optional.ofNullable(CONVENIENT.get(property))
                .flatMap(HeaderProperty::parse)
                .map(known ->
                        new HeaderProperty(property, known.field(), known.form(), known.all()));
    }

    public static boolean isProperty(String name) {
        return Kind.parse(name).isPresent()
                || CONVENIENT.containsKey(name)
                || HeaderProperty.parse(name).isPresent();
    }

    /// @param properties each of which {@link #isProperty}
    public static EmailProperties of(
            Collection<String> properties,
            PartProperties body,
            Set<ValuesOf> values,
            int maxValueOctets) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        List<HeaderProperty> fields = new ArrayList<>();
        for (String property : properties) {
            Kind.parse(property).ifPresent(kinds::add);
            convenient(property).or(() -> HeaderProperty.parse(property)).ifPresent(fields::add);
        }
        return new EmailProperties(kinds, fields, body, values, maxValueOctets);
    }

    public boolean has(Kind kind) {
        return kinds.contains(kind);
    }

    /// Whether the parts are of interest at all.
    boolean needParts() {
        return has(Kind.BODY_STRUCTURE)
                || has(Kind.BODY_VALUES)
                || has(Kind.TEXT_BODY)
                || has(Kind.HTML_BODY)
                || has(Kind.ATTACHMENTS)
                || has(Kind.HAS_ATTACHMENT);
    }

    /// Whether the stored record of a message is needed.
    public boolean needRecord() {
        return needParts() || !fields.isEmpty() || has(Kind.HEADERS) || has(Kind.PREVIEW);
    }
}
