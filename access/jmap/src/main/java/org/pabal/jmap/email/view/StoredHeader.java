// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.util.Locale;
import java.util.Optional;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.message.mime.MailDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/// What the stored record tells of header fields, so that a list of messages is shown without opening
/// any: the same values that {@link HeaderValues} reads from the header section.
public final class StoredHeader {
    /// Beyond it the record may have left something out; the message tells.
    private static final int MAX_ENVELOPE_OCTETS = 48 << 10;

    private final StoredMessage message;
    private final StoredEnvelope envelope;
    private final boolean complete;

    public StoredHeader(StoredMessage message) {
        this.message = message;
        StoredMessage.Stretch stretch = message.envelope();
        this.complete = stretch.length() <= MAX_ENVELOPE_OCTETS;
        this.envelope = new StoredEnvelope(stretch);
    }

    /// Empty where the record does not tell.
    public Optional<JsonNode> value(HeaderProperty wanted) {
        if (wanted.all() || !complete) {
            return Optional.empty();
        }
        return switch (wanted.form()) {
            case TEXT -> subject(wanted.field());
            case ADDRESSES -> addresses(wanted.field());
            case MESSAGE_IDS -> ids(wanted.field());
            case DATE -> date(wanted.field());
            case RAW, GROUPED_ADDRESSES, URLS -> Optional.empty();
        };
    }

    private Optional<JsonNode> subject(String field) {
        if (!field.equalsIgnoreCase("Subject")) {
            return Optional.empty();
        }
        String text = firstLine(message.text(Text.SUBJECT));
        if (text.isEmpty() && envelope.isAbsent(StoredEnvelope.SUBJECT)) {
            return Optional.of(NullNode.getInstance());
        }
        return Optional.of(JsonNodeFactory.instance.stringNode(HeaderValues.composed(text)));
    }

    /// Of several fields of a name the first counts.
    private static String firstLine(String texts) {
        int end = texts.indexOf('\n');
        return end < 0 ? texts : texts.substring(0, end);
    }

    private Optional<JsonNode> addresses(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "from" -> addresses(StoredEnvelope.FROM, Text.FROM);
            case "to" -> addresses(StoredEnvelope.TO, Text.TO);
            case "cc" -> addresses(StoredEnvelope.CC, Text.CC);
            case "bcc" -> addresses(StoredEnvelope.BCC, Text.BCC);
            default ->
                    Optional.empty(); // an absent Sender or Reply-To is not told from one as From
        };
    }

    /// A field that is there and names nobody is not in the envelope: its text tells, if it has any.
    private Optional<JsonNode> addresses(int place, Text which) {
        if (!envelope.isAbsent(place)) {
            return Optional.of(envelope.addresses(place));
        }
        return message.text(which).isEmpty()
                ? Optional.of(NullNode.getInstance())
                : Optional.of(JsonNodeFactory.instance.arrayNode());
    }

    private Optional<JsonNode> ids(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "message-id" -> ids(Text.MESSAGE_ID);
            case "in-reply-to" -> ids(Text.IN_REPLY_TO);
            case "references" -> ids(Text.REFERENCES);
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> ids(Text which) {
        return Optional.of(HeaderValues.messageIds(firstLine(message.text(which))));
    }

    private Optional<JsonNode> date(String field) {
        if (!field.equalsIgnoreCase("Date")) {
            return Optional.empty();
        }
        return Optional.of(
                envelope.text(StoredEnvelope.DATE)
                        .flatMap(MailDate::parse)
                        .map(HeaderValues::date)
                        .orElse(NullNode.getInstance()));
    }
}
