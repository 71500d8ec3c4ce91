// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.mta.webhook.NoticeRules;
import org.pabal.mta.webhook.QuietHours;
import org.pabal.mta.webhook.Show;
import org.pabal.mta.webhook.Wanted;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `wanted`, `quiet` and `show`, of webhooks and of the setting for Web Push.
final class RulesJson {
    static final List<String> PROPERTIES = List.of("wanted", "quiet", "show");

    private static final int MAX_MAILBOXES = 1_000;
    private static final int MAX_KEYWORDS = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private RulesJson() {}

    /// What a client gave. What it did not give is as preset.
    ///
    /// @param isMailbox whether there is a mailbox of this id
    static NoticeRules read(JmapObject properties, Predicate<String> isMailbox) {
        return new NoticeRules(
                properties
                        .findObject("wanted")
                        .map(wanted -> wanted(wanted, isMailbox))
                        .orElse(NoticeRules.PRESET.wanted()),
                properties.findObject("quiet").map(RulesJson::quiet),
                properties
                        .findString("show")
                        .map(text -> show(properties, text))
                        .orElse(NoticeRules.PRESET.show()));
    }

    private static Wanted wanted(JmapObject wanted, Predicate<String> isMailbox) {
        Optional<List<String>> ids = wanted.findIds("mailboxIds");
        Optional<List<String>> keywords = wanted.findStrings("keywords");
        Wanted found =
                switch (wanted.string("kind")) {
                    case "all" -> new Wanted.All();
                    case "known" -> new Wanted.Known();
                    case "mailboxes" ->
                            new Wanted.Mailboxes(mailboxes(wanted, ids.orElse(List.of())));
                    case "keywords" -> keywords(wanted, keywords.orElse(List.of()));
                    default ->
                            throw wanted.wrong("kind", "must be all, known, mailboxes or keywords");
                };
        if (found instanceof Wanted.Mailboxes(var named)) {
            named.stream()
                    .filter(isMailbox.negate())
                    .findFirst()
                    .ifPresent(none -> {
                        throw wanted.wrong("mailboxIds", "names no mailbox of yours: " + none);
                    });
        }
        wanted.nothingElse();
        return found;
    }

    private static Set<String> mailboxes(JmapObject wanted, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MAX_MAILBOXES) {
            throw wanted.wrong("mailboxIds", "must name 1 to " + MAX_MAILBOXES + " mailboxes");
        }
        return Set.copyOf(ids);
    }

    private static Wanted keywords(JmapObject wanted, List<String> keywords) {
        if (keywords.isEmpty() || keywords.size() > MAX_KEYWORDS) {
            throw wanted.wrong("keywords", "must name 1 to " + MAX_KEYWORDS + " keywords");
        }
        keywords.stream()
                .filter(each -> !Keywords.isKeyword(each))
                .findFirst()
                .ifPresent(none -> {
                    throw wanted.wrong("keywords", "can be on no mail: " + none);
                });
        return new Wanted.Keywords(Keywords.flags(keywords));
    }

    private static QuietHours quiet(JmapObject quiet) {
        LocalTime from = time(quiet, "from");
        LocalTime until = time(quiet, "until");
        if (from.equals(until)) {
            throw quiet.wrong("until", "must not be the time at which it begins");
        }
        String zone = quiet.string("timeZone");
        quiet.nothingElse();
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw quiet.wrong("timeZone", "must be a time zone: Asia/Seoul");
        }
        return new QuietHours(from, until, ZoneId.of(zone));
    }

    private static LocalTime time(JmapObject quiet, String name) {
        try {
            return LocalTime.parse(quiet.string(name), TIME);
        } catch (DateTimeException wrong) {
            throw quiet.wrong(name, "must be a time: 22:00");
        }
    }

    private static Show show(JmapObject properties, String text) {
        return switch (text) {
            case "full" -> Show.FULL;
            case "sender" -> Show.SENDER;
            case "none" -> Show.NONE;
            default -> throw properties.wrong("show", "must be full, sender or none");
        };
    }

    /// Adds the properties as clients see them, and as they are kept.
    static void write(NoticeRules rules, ObjectNode json) {
        ObjectNode wanted = json.putObject("wanted");
        switch (rules.wanted()) {
            case Wanted.All _ -> wanted.put("kind", "all");
            case Wanted.Known _ -> wanted.put("kind", "known");
            case Wanted.Keywords(var any) -> {
                wanted.put("kind", "keywords");
                Keywords.of(any).stream().sorted().forEach(wanted.putArray("keywords")::add);
            }
            case Wanted.Mailboxes(var ids) -> {
                wanted.put("kind", "mailboxes");
                ids.stream().sorted().forEach(wanted.putArray("mailboxIds")::add);
            }
        }
        json.putNull("quiet");
        rules.quiet()
                .ifPresent(hours ->
                        json.putObject("quiet")
                                .put("from", TIME.format(hours.from()))
                                .put("until", TIME.format(hours.until()))
                                .put("timeZone", hours.zone().getId()));
        json.put("show", rules.show().name().toLowerCase(Locale.ROOT));
    }

    /// What was kept.
    static NoticeRules kept(JsonNode json) {
        JsonNode wanted = json.path("wanted");
        JsonNode quiet = json.path("quiet");
        Set<String> ids = new HashSet<>();
        wanted.path("mailboxIds").forEach(each -> ids.add(each.asString()));
        List<String> keywords =
                wanted.path("keywords").valueStream().map(JsonNode::asString).toList();
        return new NoticeRules(
                switch (wanted.path("kind").asString("all")) {
                    case "known" -> new Wanted.Known();
                    case "mailboxes" -> new Wanted.Mailboxes(ids);
                    case "keywords" -> new Wanted.Keywords(Keywords.flags(keywords));
                    default -> new Wanted.All();
                },
                quiet.isObject()
                        ? Optional.of(
                                new QuietHours(
                                        LocalTime.parse(quiet.path("from").asString(), TIME),
                                        LocalTime.parse(quiet.path("until").asString(), TIME),
                                        ZoneId.of(quiet.path("timeZone").asString())))
                        : Optional.empty(),
                Show.valueOf(json.path("show").asString("full").toUpperCase(Locale.ROOT)));
    }
}
