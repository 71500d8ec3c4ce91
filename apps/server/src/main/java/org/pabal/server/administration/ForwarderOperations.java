// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.message.Address;
import org.pabal.mta.authentication.DeclaredForwarder;
import org.pabal.mta.authentication.Forwarder;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.authentication.LearntForwarder;

/// What administrators say about the forwarders of their people.
public final class ForwarderOperations {
    private static final int MAX_NOTE = 200;

    private final DirectoryAdministration directory;
    private final Supplier<Forwarders> forwarders;

    public ForwarderOperations(DirectoryAdministration directory, Supplier<Forwarders> forwarders) {
        this.directory = directory;
        this.forwarders = forwarders;
    }

    /// @param arguments `forwarder`; `recipient`, an account's address, or none for everybody; `note`
    Map<String, Object> add(Arguments arguments) {
        Forwarder forwarder = forwarder(arguments);
        String recipient = recipient(arguments);
        if (!recipient.isEmpty() && !isAccount(recipient)) {
            throw new Arguments.Unusable(
                    "there is no account "
                            + recipient
                            + "; name the account that the mail reaches in the end, or leave --for"
                            + " out");
        }
        String note = arguments.text("note", "");
        if (note.length() > MAX_NOTE || note.chars().anyMatch(c -> c < ' ')) {
            throw new Arguments.Unusable(
                    "a note is one line of " + MAX_NOTE + " characters at most");
        }
        if (!forwarders.get().add(forwarder, recipient, note)) {
            throw new Arguments.Unusable(
                    "there are "
                            + Forwarders.MAX_DECLARED
                            + " forwarders already; remove some, or name a network or a domain");
        }
        return named(forwarder, recipient);
    }

    private boolean isAccount(String recipient) {
        return directory.accounts().stream()
                .anyMatch(each -> each.address().lookupForm().toString().equals(recipient));
    }

    /// Takes a declaration back, or forgets what was learnt: `removed`, how many.
    ///
    /// @param arguments `forwarder`, `recipient`
    Map<String, Object> remove(Arguments arguments) {
        String text = arguments.text("forwarder");
        Forwarder forwarder = forwarder(arguments);
        String recipient = recipient(arguments);
        int removed = forwarders.get().remove(forwarder, recipient) ? 1 : 0;
        removed += forwarders.get().forget(forwarder.toString(), recipient);
        if (removed == 0) {
            throw new Arguments.Unusable(
                    "no forwarder "
                            + text
                            + " was declared or learnt"
                            + (recipient.isEmpty() ? "" : " for " + recipient)
                            + "; pabal auth forwarder list shows all");
        }
        Map<String, Object> result = named(forwarder, recipient);
        result.put("removed", removed);
        return result;
    }

    private static Map<String, Object> named(Forwarder forwarder, String recipient) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("forwarder", forwarder.toString());
        result.put("recipient", recipient);
        return result;
    }

    private static Forwarder forwarder(Arguments arguments) {
        return arguments.parsed(
                arguments.text("forwarder"),
                "a forwarder: an address or network, a domain, spf:DOMAIN or helo:NAME",
                Forwarder::parse);
    }

    private static String recipient(Arguments arguments) {
        String text = arguments.text("recipient", "");
        return text.isEmpty()
                ? ""
                : arguments.parsed(text, "an address", Address::parse).lookupForm().toString();
    }

    /// `settings`, names; `declared`, each with `forwarder`, `recipient`, `since`, `note`; `learnt`,
    /// each with `network`, `domain`, `recipient`, `known`, `mails`, `authors`, `days`, `last`.
    Map<String, Object> list() {
        Forwarders all = forwarders.get();
        List<Map<String, Object>> declared = new ArrayList<>();
        all.declared().forEach(each -> declared.add(shown(each)));
        List<Map<String, Object>> learnt = new ArrayList<>();
        all.learnt().forEach(each -> learnt.add(shown(each)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("settings", all.ofSettings().stream().map(Forwarder::toString).toList());
        result.put("declared", declared);
        result.put("learnt", learnt);
        return result;
    }

    private static Map<String, Object> shown(DeclaredForwarder each) {
        Map<String, Object> shown = named(each.forwarder(), each.recipient());
        shown.put("since", each.since().toString());
        shown.put("note", each.note());
        return shown;
    }

    private static Map<String, Object> shown(LearntForwarder each) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("network", each.network());
        shown.put("domain", each.domain());
        shown.put("recipient", each.recipient());
        shown.put("known", each.known());
        shown.put("mails", each.mails());
        shown.put("authors", each.authors());
        shown.put("days", each.days());
        shown.put("last", each.last().toString());
        return shown;
    }
}
