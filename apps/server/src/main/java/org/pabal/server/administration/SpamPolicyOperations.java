// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.policy.ListEntry;
import org.pabal.filter.policy.Scope;
import org.pabal.filter.policy.SenderPattern;
import org.pabal.filter.policy.StoredWishes;
import org.pabal.filter.policy.Wishes;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.server.settings.Form;

/// What administrators set at run time for the spam filter: thresholds and lists, for the server (`*`),
/// a domain or an account.
public final class SpamPolicyOperations {
    private static final String SERVER = "*";

    private final DirectoryAdministration directory;
    private final StoredWishes wishes;

    public SpamPolicyOperations(DirectoryAdministration directory, StoredWishes wishes) {
        this.directory = directory;
        this.wishes = wishes;
    }

    /// @param shown as administrators call it
    private record Whose(Scope scope, String shown) {}

    private Whose whose(Arguments arguments) {
        String text = arguments.text("whose").strip();
        if (text.equals(SERVER)) {
            return new Whose(new Scope.Server(), SERVER);
        }
        if (text.contains("@")) {
            Address address = arguments.parsed(text, "an address", Address::parse);
            Account account =
                    directory
                            .account(address)
                            .orElseThrow(
                                    () -> new Arguments.Unusable("there is no account " + address));
            return new Whose(new Scope.OfAccount(account.id()), account.address().toString());
        }
        Domain domain = arguments.parsed(text, "an address, a domain or *", Domain::parse);
        if (!directory.isLocal(domain)) {
            throw new Arguments.Unusable(domain + " is no domain of this server");
        }
        return new Whose(
                new Scope.OfDomain(domain.toAscii().toLowerCase(Locale.ROOT)), domain.toString());
    }

    /// Lets a sender in, or keeps it out: `whose`, `sender`, `note`.
    Map<String, Object> put(Arguments arguments, ListEntry.Kind kind) {
        Whose whose = whose(arguments);
        SenderPattern sender = sender(arguments);
        ListEntry entry = new ListEntry(sender, kind, arguments.text("note", ""));
        try {
            wishes.change(whose.scope(), before -> before.with(entry));
        } catch (IllegalArgumentException full) {
            throw new Arguments.Unusable(String.valueOf(full.getMessage()));
        }
        return Map.of("whose", whose.shown(), "sender", sender.toString());
    }

    private static SenderPattern sender(Arguments arguments) {
        return arguments.parsed(
                arguments.text("sender"),
                "user@host, @host, .host or a network such as 192.0.2.0/24",
                SenderPattern::parse);
    }

    /// Takes an entry out.
    Map<String, Object> remove(Arguments arguments) {
        Whose whose = whose(arguments);
        SenderPattern sender = sender(arguments);
        Wishes before = wishes.of(whose.scope());
        if (before.without(sender).equals(before)) {
            throw new Arguments.Unusable(whose.shown() + " has no entry for " + sender);
        }
        wishes.change(whose.scope(), now -> now.without(sender));
        return Map.of("whose", whose.shown(), "sender", sender.toString());
    }

    /// Sets thresholds, those that are given: `junk`, `quarantine`, `refuse`, each a score or `never`;
    /// `reset` takes all back.
    Map<String, Object> threshold(Arguments arguments) {
        Whose whose = whose(arguments);
        OptionalDouble junk = score(arguments, "junk");
        OptionalDouble quarantine = score(arguments, "quarantine");
        OptionalDouble refuse = score(arguments, "refuse");
        boolean reset = arguments.flag("reset");
        if (reset == (junk.isPresent() || quarantine.isPresent() || refuse.isPresent())) {
            throw new Arguments.Unusable("give thresholds, or take all back, and not both");
        }
        Wishes now =
                wishes.change(
                        whose.scope(),
                        before ->
                                before.withThresholds(
                                        reset ? junk : or(junk, before.junk()),
                                        reset ? quarantine : or(quarantine, before.quarantine()),
                                        reset ? refuse : or(refuse, before.refuse())));
        return shown(whose.shown(), now);
    }

    private static OptionalDouble or(OptionalDouble first, OptionalDouble second) {
        return first.isPresent() ? first : second;
    }

    private static OptionalDouble score(Arguments arguments, String name) {
        String text = arguments.text(name, "");
        return text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        arguments.parsed(text, "a score such as 5.0, or never", Form::parseScore));
    }

    /// All that was set, or what was set for one: `scopes`, each with `whose`, the thresholds that it
    /// has, and `entries`.
    Map<String, Object> list(Arguments arguments) {
        List<Map<String, Object>> scopes = new ArrayList<>();
        if (!arguments.text("whose", "").isEmpty()) {
            Whose whose = whose(arguments);
            scopes.add(shown(whose.shown(), wishes.of(whose.scope())));
            return Map.of("scopes", scopes);
        }
        add(SERVER, wishes.of(new Scope.Server()), scopes);
        wishes.ofDomains().forEach((domain, its) -> add(domain, its, scopes));
        for (Account account : directory.accounts()) {
            add(account.address().toString(), wishes.of(new Scope.OfAccount(account.id())), scopes);
        }
        return Map.of("scopes", scopes);
    }

    private static void add(String whose, Wishes its, List<Map<String, Object>> scopes) {
        if (!its.equals(Wishes.NONE)) {
            scopes.add(shown(whose, its));
        }
    }

    private static Map<String, Object> shown(String whose, Wishes wishes) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("whose", whose);
        put(shown, "junk", wishes.junk());
        put(shown, "quarantine", wishes.quarantine());
        put(shown, "refuse", wishes.refuse());
        List<Map<String, Object>> entries = new ArrayList<>();
        for (ListEntry entry : wishes.entries()) {
            entries.add(
                    Map.of(
                            "sender", entry.sender().toString(),
                            "kind", entry.kind().name().toLowerCase(Locale.ROOT),
                            "note", entry.note()));
        }
        shown.put("entries", entries);
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, OptionalDouble score) {
        Optional<String> text =
                score.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Double.isInfinite(score.getAsDouble())
                                        ? "never"
                                        : Double.toString(score.getAsDouble()));
        text.ifPresent(known -> shown.put(name, known));
    }
}
