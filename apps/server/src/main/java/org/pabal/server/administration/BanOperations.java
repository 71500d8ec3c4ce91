// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.bans.Ban;
import org.pabal.bans.Evidence;
import org.pabal.bans.Source;
import org.pabal.bans.Subject;
import org.pabal.bans.guard.BanRegister;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.message.UnavailableException;
import org.pabal.server.settings.Form;

/// Who is not listened to for now, and why.
public final class BanOperations {
    private static final Duration PRESET = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(3_650);
    private static final int MAX_REASON = 500;

    private final Supplier<BanRegister> bans;
    private final Directory directory;

    public BanOperations(Supplier<BanRegister> bans, Directory directory) {
        this.bans = bans;
        this.directory = directory;
    }

    /// `bans`, those in force, the newest first, each as {@link #shown}.
    Map<String, Object> list() {
        return Map.of("bans", bans.get().list().stream().map(BanOperations::shown).toList());
    }

    /// `subject`, `kind` (`address`, `newcomers`, `name`), `source`, `name`, `reason`, `origin`,
    /// `since`, `until`, `times`, and `evidence`: `at`, `service`, `name`, `what`.
    private static Map<String, Object> shown(Ban ban) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", ban.subject().toString());
        shown.put(
                "kind",
                switch (ban.subject()) {
                    case Subject.Everything _ -> "address";
                    case Subject.LogIns _ -> "newcomers";
                    case Subject.Name _ -> "name";
                });
        shown.put("source", ban.subject().source().toString());
        shown.put("name", ban.subject() instanceof Subject.Name(_, var name) ? name : "");
        shown.put("reason", ban.reason());
        shown.put("origin", ban.origin().name().toLowerCase(Locale.ROOT));
        shown.put("since", ban.since().toString());
        shown.put("until", ban.until().toString());
        shown.put("times", ban.times());
        shown.put("evidence", evidence(ban.evidence()));
        return shown;
    }

    private static List<Map<String, Object>> evidence(List<Evidence> all) {
        return all.stream()
                .map(each -> {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("at", each.at().toString());
                    shown.put("service", each.service());
                    shown.put("name", each.name());
                    shown.put("what", each.what());
                    return shown;
                })
                .toList();
    }

    /// The ban, as {@link #shown}.
    ///
    /// @param arguments `source`; `for` such as 1d; `reason`; `own`, from where the administrator is
    ///     logged in, as far as the command knows
    Map<String, Object> add(Arguments arguments) {
        Source source = source(arguments.text("source"));
        Optional<Source> own = Source.parse(arguments.text("own", ""));
        String reason = arguments.text("reason", "");
        if (reason.length() > MAX_REASON) {
            throw new Arguments.Unusable("a reason has " + MAX_REASON + " characters at most");
        }
        Duration length = length(arguments.text("for", ""));
        String why = reason.isEmpty() ? "by the administrator" : reason;
        return switch (bans.get().add(source, length, why, own)) {
            case BanRegister.Added.Banned(var ban) -> shown(ban);
            case BanRegister.Added.Refused(var against) -> throw new Arguments.Unusable(against);
        };
    }

    private static Source source(String text) {
        return Source.parse(text)
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "'"
                                        + text
                                        + "' is not an address such as 192.0.2.7 or a network such"
                                        + " as 192.0.2.0/24"));
    }

    private static Duration length(String text) {
        if (text.isEmpty()) {
            return PRESET;
        }
        Duration length;
        try {
            length = Form.TIME.reader().read(text);
        } catch (IllegalArgumentException unusable) {
            throw new Arguments.Unusable("'" + text + "' is not a time such as 10m, 6h or 7d");
        }
        if (length.isZero() || length.compareTo(MOST) > 0) {
            throw new Arguments.Unusable("a ban lasts from 1s to 3650d");
        }
        return length;
    }

    /// `bans` that were lifted, as {@link #shown}.
    ///
    /// @param arguments `subject`: an address, a network, or a log-in name
    Map<String, Object> remove(Arguments arguments) {
        String subject = arguments.text("subject");
        Optional<Source> source = Source.parse(subject);
        List<Ban> lifted =
                source.isPresent()
                        ? bans.get().remove(source.get())
                        : bans.get().remove(name(subject));
        if (lifted.isEmpty()) {
            throw new Arguments.Unusable(
                    "nothing of " + subject + " is banned; pabal ban list shows all bans");
        }
        return Map.of("bans", lifted.stream().map(BanOperations::shown).toList());
    }

    /// The name as log-ins are counted by.
    private String name(String typed) {
        try {
            return directory.credentials(LoginContext.ANYWHERE).commonName(typed);
        } catch (UnavailableException _) {
            return typed;
        }
    }

    /// `subject`, `bans`, `points`, `never`, `places`, `tries` (`source`, `name`, `guesses`,
    /// `repeated`, `unseen`), `delaySeconds`, `evidence`.
    ///
    /// @param arguments `subject`: an address, a network, or a log-in name
    Map<String, Object> explain(Arguments arguments) {
        String typed = arguments.text("subject");
        Optional<Source> source = Source.parse(typed);
        String subject = source.map(Source::toString).orElseGet(() -> name(typed));
        BanRegister.Explanation found =
                source.isPresent() ? bans.get().explain(source.get()) : bans.get().explain(subject);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("subject", subject);
        shown.put("bans", found.bans().stream().map(BanOperations::shown).toList());
        if (found.points().isPresent()) {
            shown.put("points", Math.round(found.points().getAsDouble() * 10) / 10.0);
        }
        found.never().ifPresent(why -> shown.put("never", why));
        shown.put("places", found.places());
        shown.put("tries", found.tries().stream().map(BanOperations::shown).toList());
        shown.put("delaySeconds", found.delay().toSeconds());
        shown.put("evidence", evidence(found.evidence()));
        return shown;
    }

    private static Map<String, Object> shown(BanRegister.Tries tries) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("source", tries.source().toString());
        shown.put("name", tries.name());
        shown.put("guesses", tries.guesses());
        shown.put("repeated", tries.repeated());
        shown.put("unseen", tries.unseen());
        return shown;
    }
}
