// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.fetch.FetchSource;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.imports.ImportSources;
import org.pabal.jmap.imports.Imports;
import org.pabal.jmap.imports.MailPlaces.Place;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The calls that bring an account's mail from another server: the jobs that people begin on their
/// pages.
public final class ImportOperations {
    private static final List<String> OF_SERVER =
            List.of("host", "security", "user", "actsFor", "password", "token");

    private final DirectoryAdministration directory;
    private final Supplier<Imports> imports;

    public ImportOperations(DirectoryAdministration directory, Supplier<Imports> imports) {
        this.directory = directory;
        this.imports = imports;
    }

    private Account account(Arguments arguments) {
        Account account = new DirectoryArguments(arguments).account("address", directory);
        account.host()
                .ifPresent(host -> {
                    throw new Arguments.Unusable(
                            account.address() + " has its mailboxes on " + host + ": do it there");
                });
        return account;
    }

    /// @param arguments `address`; `host`, `port`, `security`, `user`, `actsFor`, `password` or `token`;
    ///     `skip`, names of mailboxes
    /// @return `id`
    Map<String, Object> start(Arguments arguments) {
        Account account = account(arguments);
        List<String> skip = arguments.has("skip") ? arguments.texts("skip") : List.of();
        String id =
                imports.get()
                        .start(account, source(arguments), skip)
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        account.address() + " has an import that is not over"));
        return Map.of("address", account.address().toString(), "id", id);
    }

    /// Which server has the mail of an address, as the address' domain says by SRV records.
    ///
    /// @param arguments `of`, an address elsewhere
    /// @return `domain`, `host`, `port`, `security`, and `mustBeConfirmed` where the host is not one of the
    ///     domain and nothing vouches for it
    Map<String, Object> find(Arguments arguments) {
        Domain domain =
                arguments.parsed(arguments.text("of"), "an address", Address::parse).domain();
        if (domain.isLiteral()) {
            throw new Arguments.Unusable("name the server: an IP address says nothing of itself");
        }
        return switch (imports.get().places().of(domain)) {
            case Place.Said said ->
                    Map.of(
                            "domain", domain.name(),
                            "host", said.host(),
                            "port", Integer.toString(said.port()),
                            "security", said.security().name().toLowerCase(Locale.ROOT),
                            "mustBeConfirmed", !said.isVouched());
            case Place.NotOffered _ ->
                    throw new Arguments.Unusable(domain + " says that it offers no IMAP");
            case Place.Unsaid _ ->
                    throw new Arguments.Unusable(
                            domain + " says nothing of its servers: give imaps://USER@HOST");
            case Place.Unknown(var reason) ->
                    throw new UnavailableException("the DNS does not answer: " + reason);
        };
    }

    private static FetchSource source(Arguments arguments) {
        ObjectNode server = JsonNodeFactory.instance.objectNode();
        for (String name : OF_SERVER) {
            String text = arguments.text(name, "");
            if (!text.isEmpty()) {
                server.put(name, text);
            }
        }
        if (!arguments.text("port", "").isEmpty()) {
            server.put("port", arguments.count("port", 993, 65_535));
        }
        try {
            return ImportSources.read(JmapObject.ofProperties(server, new CreatedIds()));
        } catch (SetError wrong) {
            throw new Arguments.Unusable(wrong.json().path("description").asString(""));
        }
    }

    /// @param arguments `address`; `id`, empty for the newest
    /// @return the object as Import/get gives it
    Object show(Arguments arguments) {
        Account account = account(arguments);
        return imports.get()
                .shown(account, id(account, arguments))
                .orElseThrow(() -> new Arguments.Unusable("there is no such import"));
    }

    /// @param arguments `address`; `id`, empty for the newest
    /// @return `stopped`
    Map<String, Object> stop(Arguments arguments) {
        Account account = account(arguments);
        return Map.of("stopped", imports.get().stop(account.id(), id(account, arguments)));
    }

    private String id(Account account, Arguments arguments) {
        String id = arguments.text("id", "");
        return id.isEmpty()
                ? imports.get()
                        .newest(account.id())
                        .orElseThrow(
                                () -> new Arguments.Unusable(account.address() + " has no import"))
                : id;
    }
}
