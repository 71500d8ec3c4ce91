// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.mta.submission.StoredSubmission;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The envelope of a submission: as the client gives it, or as the message's header says. RFC 8621
/// §7, RFC 5321 §2.3.1.
final class EnvelopeReader {
    private final Duration maxHold;
    private final int maxRecipients;
    private final Instant now;

    EnvelopeReader(Duration maxHold, int maxRecipients, Instant now) {
        this.maxHold = maxHold;
        this.maxRecipients = maxRecipients;
        this.now = now;
    }

    /// @param json as the client is told of it
    /// @param release when the mail begins its way
    record Envelope(
            ReversePath from,
            StoredSubmission.Wishes wishes,
            SequencedMap<Address, RecipientRequest> recipients,
            List<String> addresses,
            ObjectNode json,
            Optional<Instant> release) {}

    /// @throws SetError `invalidProperties`, `noRecipients`, `tooManyRecipients`,
    ///     `invalidRecipients`
    Envelope read(JmapObject submission, HeaderSection header, Address identity, long octets) {
        Optional<JmapObject> given = submission.findObject("envelope");
        return given.isPresent()
                ? read(given.get(), header, octets)
                : derived(header, identity, octets);
    }

    private Envelope read(JmapObject envelope, HeaderSection header, long octets) {
        JmapObject mailFrom =
                envelope.findObject("mailFrom")
                        .orElseThrow(() -> envelope.wrong("mailFrom", "is required"));
        String from = mailFrom.string("email");
        ReversePath path =
                from.isEmpty()
                        ? new ReversePath.Null()
                        : new ReversePath.To(
                                Address.parse(from)
                                        .orElseThrow(() ->
                                                mailFrom.wrong("email", "must be an address")));
        Parameters parameters = parameters(mailFrom);
        mailFrom.nothingElse();
        List<JmapObject> to =
                envelope.findObjects("rcptTo")
                        .orElseThrow(() -> envelope.wrong("rcptTo", "is required"));
        SequencedMap<String, RecipientRequest> recipients = new LinkedHashMap<>();
        for (JmapObject each : to) {
            String email = each.string("email");
            recipients.putIfAbsent(email, request(each));
            each.nothingElse();
        }
        envelope.nothingElse();
        return envelope(path, parameters, recipients, envelope.json(), header, octets);
    }

    /// @param returned RET=
    private record Parameters(
            Optional<ReturnContent> returned,
            Optional<String> envelopeId,
            Optional<FutureRelease> release) {
        static final Parameters NONE =
                new Parameters(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Envelope envelope(
            ReversePath from,
            Parameters parameters,
            SequencedMap<String, RecipientRequest> recipients,
            ObjectNode json,
            HeaderSection header,
            long octets) {
        if (recipients.isEmpty()) {
            throw SetError.of("noRecipients", "The mail goes to nobody; name a recipient.");
        }
        if (recipients.size() > maxRecipients) {
            throw SetError.of(
                            "tooManyRecipients",
                            "A mail goes to " + maxRecipients + " recipients at most.")
                    .with("maxRecipients", JsonNodeFactory.instance.numberNode(maxRecipients));
        }
        SequencedMap<Address, RecipientRequest> paths = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        recipients.forEach((email, request) ->
                Address.parse(email)
                        .ifPresentOrElse(
                                address -> paths.put(address, request), () -> broken.add(email)));
        if (!broken.isEmpty()) {
            throw invalidRecipients("These are no addresses.", broken);
        }
        boolean international =
                header.fields().stream().anyMatch(EnvelopeReader::isEightBit)
                        || recipients.keySet().stream().anyMatch(EnvelopeReader::isInternational)
                        || isInternational(from.toString());
        StoredSubmission.Wishes asked =
                new StoredSubmission.Wishes(
                        octets,
                        international,
                        new MailRequest(
                                parameters.returned,
                                parameters.envelopeId,
                                false,
                                0,
                                Optional.empty()),
                        parameters.release);
        return new Envelope(
                from,
                asked,
                paths,
                List.copyOf(recipients.keySet()),
                json,
                parameters.release.map(release -> release.from(now)));
    }

    static SetError invalidRecipients(String why, List<String> addresses) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        addresses.forEach(array::add);
        return SetError.of("invalidRecipients", why).with("invalidRecipients", array);
    }

    private static boolean isEightBit(HeaderField field) {
        return isInternational(field.value());
    }

    private static boolean isInternational(String text) {
        return text.chars().anyMatch(c -> c >= 0x80);
    }

    private Parameters parameters(JmapObject path) {
        Optional<JmapObject> given = path.findObject("parameters");
        if (given.isEmpty()) {
            return Parameters.NONE;
        }
        Optional<ReturnContent> returned = Optional.empty();
        Optional<String> envelopeId = Optional.empty();
        Optional<FutureRelease> release = Optional.empty();
        for (Map.Entry<String, JsonNode> each : given.get().json().properties()) {
            String value = each.getValue().asString("");
            switch (each.getKey().toUpperCase(Locale.ROOT)) {
                case "RET" ->
                        returned =
                                Optional.of(
                                        switch (value.toUpperCase(Locale.ROOT)) {
                                            case "FULL" -> ReturnContent.FULL;
                                            case "HDRS" -> ReturnContent.HEADERS;
                                            default -> throw wrong(path, "RET", "is FULL or HDRS");
                                        });
                case "ENVID" -> {
                    if (value.isEmpty() || !value.matches("[\\x21-\\x7e]{1,100}")) {
                        throw wrong(path, "ENVID", "has 1 to 100 characters of ASCII");
                    }
                    envelopeId = Optional.of(value);
                }
                case "HOLDFOR", "HOLDUNTIL" -> {
                    if (release.isPresent()) {
                        throw wrong(path, each.getKey(), "is the second one about the same");
                    }
                    release = Optional.of(release(path, each.getKey(), value));
                }
                case "BODY", "SIZE", "SMTPUTF8" -> {} // the server knows
                default -> throw wrong(path, each.getKey(), "is not known here");
            }
        }
        return new Parameters(returned, envelopeId, release);
    }

    private static RuntimeException wrong(JmapObject path, String name, String what) {
        return path.wrong("parameters/" + name, what);
    }

    /// RFC 4865 §4.
    private FutureRelease release(JmapObject path, String name, String value) {
        FutureRelease release;
        if (name.equalsIgnoreCase("HOLDFOR")) {
            if (!value.matches("[1-9][0-9]{0,8}|0")) {
                throw wrong(path, name, "must be a number of seconds");
            }
            release = new FutureRelease.After(Duration.ofSeconds(Long.parseLong(value)));
        } else {
            try {
                release = new FutureRelease.At(OffsetDateTime.parse(value).toInstant());
            } catch (DateTimeException _) {
                throw wrong(path, name, "must be a date: 2014-10-30T14:12:00Z");
            }
        }
        if (release.from(now).isAfter(now.plus(maxHold))) {
            throw wrong(path, name, "must not be more than " + maxHold.toDays() + " days from now");
        }
        return release;
    }

    private static RecipientRequest request(JmapObject path) {
        Optional<JmapObject> given = path.findObject("parameters");
        if (given.isEmpty()) {
            return RecipientRequest.NONE;
        }
        Optional<Set<Notify>> notify = Optional.empty();
        Optional<OriginalRecipient> original = Optional.empty();
        for (Map.Entry<String, JsonNode> each : given.get().json().properties()) {
            String value = each.getValue().asString("");
            switch (each.getKey().toUpperCase(Locale.ROOT)) {
                case "NOTIFY" -> notify = Optional.of(notify(path, value));
                case "ORCPT" -> {
                    String[] parts = value.split(";", 2);
                    if (parts.length != 2 || !value.matches("[\\x21-\\x7e]{3,500}")) {
                        throw wrong(path, "ORCPT", "is a type and an address: rfc822;bob@…");
                    }
                    original = Optional.of(new OriginalRecipient(parts[0], parts[1]));
                }
                default -> throw wrong(path, each.getKey(), "is not known here");
            }
        }
        return new RecipientRequest(notify, original);
    }

    private static Set<Notify> notify(JmapObject path, String value) {
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        if (value.equalsIgnoreCase("NEVER")) {
            return events;
        }
        for (String event : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            events.add(
                    switch (event) {
                        case "SUCCESS" -> Notify.SUCCESS;
                        case "FAILURE" -> Notify.FAILURE;
                        case "DELAY" -> Notify.DELAY;
                        default ->
                                throw wrong(
                                        path,
                                        "NOTIFY",
                                        "is NEVER, or some of SUCCESS,FAILURE,DELAY");
                    });
        }
        return events;
    }

    /// From Sender or From, to everyone in To, Cc and Bcc. RFC 8621 §7.
    private Envelope derived(HeaderSection header, Address identity, long octets) {
        Address from = sender(header).orElse(identity);
        Set<String> to = new LinkedHashSet<>();
        for (String name : List.of("To", "Cc", "Bcc")) {
            header.all(name).stream()
                    .flatMap(field -> AddressList.mailboxes(field).stream())
                    .map(EnvelopeReader::spec)
                    .forEach(to::add);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("mailFrom").put("email", from.toString()).putNull("parameters");
        ArrayNode array = json.putArray("rcptTo");
        SequencedMap<String, RecipientRequest> recipients = new LinkedHashMap<>();
        for (String each : to) {
            array.addObject().put("email", each).putNull("parameters");
            recipients.put(each, RecipientRequest.NONE);
        }
        return envelope(
                new ReversePath.To(from), Parameters.NONE, recipients, json, header, octets);
    }

    private static Optional<Address> sender(HeaderSection header) {
        return header.first("Sender")
                .or(() -> header.first("From"))
                .flatMap(field -> AddressList.mailboxes(field).stream().findFirst())
                .flatMap(mailbox -> Address.parse(spec(mailbox)));
    }

    private static String spec(AddressList.Mailbox mailbox) {
        return HeaderText.decode(mailbox.address());
    }
}
