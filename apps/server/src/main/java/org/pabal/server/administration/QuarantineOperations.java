// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.filter.KeptJudgement;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.filter.quarantine.Quarantine;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators may do with copies that are kept aside.
public final class QuarantineOperations {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineOperations.class);
    private static final int MAX_LISTED = 10_000;
    private static final int SHOWN_OCTETS = 64 << 10;

    private final Quarantine quarantine;
    private final Supplier<QuarantineDesk> desk;

    /// @param desk of the running server: without one nothing is delivered
    public QuarantineOperations(Quarantine quarantine, Supplier<QuarantineDesk> desk) {
        this.quarantine = quarantine;
        this.desk = desk;
    }

    /// `copies`, those of the oldest mails first, `limit` at most and behind the mail `after`; `next`,
    /// the mail behind which there are more.
    Map<String, Object> list(Arguments arguments) {
        int limit = arguments.count("limit", 100, MAX_LISTED);
        String recipient = arguments.text("recipient", "");
        List<QuarantinedCopy> found = quarantine.list(arguments.text("after", ""), limit);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(
                "copies",
                found.stream()
                        .filter(copy -> recipient.isEmpty() || isFor(copy, recipient))
                        .map(QuarantineOperations::shown)
                        .toList());
        result.put("next", found.size() < limit ? "" : found.getLast().mailId());
        return result;
    }

    private static boolean isFor(QuarantinedCopy copy, String recipient) {
        return copy.address().equalsIgnoreCase(recipient)
                || copy.original().equalsIgnoreCase(recipient);
    }

    private static Map<String, Object> shown(QuarantinedCopy copy) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("mail", copy.mailId());
        shown.put("at", copy.at().toString());
        shown.put("from", copy.from());
        shown.put("recipient", copy.original());
        shown.put("address", copy.address());
        shown.put("octets", copy.octets());
        shown.put("score", copy.score());
        return shown;
    }

    /// The copies of `mail`, each with what was found, and the beginning of the content: `header`, the
    /// fields that people look at, and `text`, the octets as far as they are shown.
    Map<String, Object> show(Arguments arguments) {
        List<QuarantinedCopy> copies = copies(arguments);
        List<Map<String, Object>> shown = new ArrayList<>();
        for (QuarantinedCopy copy : copies) {
            Map<String, Object> each = shown(copy);
            int line = copy.arrival().indexOf('\n');
            Optional<KeptJudgement> judged =
                    line < 0
                            ? Optional.empty()
                            : KeptJudgement.parse(copy.arrival().substring(line + 1));
            each.put(
                    "tests",
                    judged.map(kept ->
                                    kept.judgement().findings().stream()
                                            .map(f -> f.test() + "=" + f.points())
                                            .toList())
                            .orElse(List.of()));
            shown.add(each);
        }
        byte[] octets = desk.get().beginning(copies.getFirst(), SHOWN_OCTETS);
        HeaderSection header = HeaderSection.parse(octets, 0, octets.length);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("copies", shown);
        result.put("subject", field(header, "Subject"));
        result.put("author", field(header, "From"));
        result.put("date", field(header, "Date"));
        result.put("text", new String(octets, StandardCharsets.UTF_8));
        return result;
    }

    private static String field(HeaderSection header, String name) {
        return header.first(name)
                .map(HeaderField::value)
                .map(value -> HeaderText.decode(value).strip())
                .orElse("");
    }

    /// @param arguments `mail`, and `recipient` where only that one's copy is meant
    private List<QuarantinedCopy> copies(Arguments arguments) {
        String recipient = arguments.text("recipient", "");
        String mail = arguments.text("mail").strip().toUpperCase(java.util.Locale.ROOT);
        List<QuarantinedCopy> copies =
                quarantine.of(mail).stream()
                        .filter(copy -> recipient.isEmpty() || isFor(copy, recipient))
                        .toList();
        if (copies.isEmpty()) {
            throw new Arguments.Unusable("nothing of mail " + mail + " is in quarantine");
        }
        return copies;
    }

    /// Delivers copies: `delivered`, each with its `address` and the id under which it goes on, `mail`;
    /// `notNow`, each with `address` and `reason`.
    Map<String, Object> release(Arguments arguments) {
        List<Map<String, Object>> delivered = new ArrayList<>();
        List<Map<String, Object>> notNow = new ArrayList<>();
        for (QuarantinedCopy copy : copies(arguments)) {
            switch (desk.get().release(copy)) {
                case QuarantineDesk.Released.Delivered(var as) ->
                        delivered.add(Map.of("address", copy.address(), "mail", as.toString()));
                case QuarantineDesk.Released.NotNow(var reason) ->
                        notNow.add(Map.of("address", copy.address(), "reason", reason));
            }
        }
        return Map.of("delivered", delivered, "notNow", notNow);
    }

    /// Gives copies up for good: `deleted`, the addresses.
    Map<String, Object> delete(Arguments arguments) {
        List<QuarantinedCopy> copies = copies(arguments);
        quarantine.delete(copies);
        copies.forEach(copy ->
                LOG.info(
                        "event=audit what=quarantine-delete by=command-line mail={} to={}",
                        copy.mailId(),
                        new LogText(copy.address())));
        return Map.of("deleted", copies.stream().map(QuarantinedCopy::address).toList());
    }
}
