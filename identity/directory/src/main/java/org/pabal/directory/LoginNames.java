// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The one reading of log-in names, for every door and every source of accounts.
///
/// A name is `user@domain`, or `DOM` and `user` with a backslash between, or `user` in the domain
/// that the connection means, else in the only one there is. `DOM` is a domain of ours or the first
/// label of just one of them. Names are one whatever their case, their normalisation and the labels of their domain (A- or U-label).
/// Nothing else is read into a name: it is neither expanded nor unescaped, and `%`, `*` and `+` are
/// themselves (THREATS A12).
///
/// @param ours the domains of this server
public record LoginNames(OurDomains ours) {
    private static final int MAX_OCTETS = 255;

    /// So many domains are looked through for others of the name, and so many are told.
    private static final int MAX_LOOKED_AT = 200;

    private static final int MAX_TOLD = 5;

    /// The domains of this server.
    public interface OurDomains {
        /// True also for the aliases of domains.
        boolean isLocal(Domain domain);

        /// Without aliases.
        List<Domain> domains();

        /// The domain, when it is the only one.
        default Optional<Domain> onlyDomain() {
            List<Domain> all = domains();
            return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
        }
    }

    /// How a name was read.
    private sealed interface Reading {
        /// @param how for the log
        record Meant(Address address, String how) implements Reading {}

        /// @param why for the log
        record Nobody(String why) implements Reading {}
    }

    /// Those of a directory.
    public static LoginNames of(Directory directory) {
        return new LoginNames(
                new OurDomains() {
                    @Override
                    public boolean isLocal(Domain domain) {
                        return directory.isLocal(domain);
                    }

                    @Override
                    public List<Domain> domains() {
                        return directory.domains();
                    }
                });
    }

    /// What completes a name without a domain; empty where nothing does.
    public Optional<Domain> completing(LoginContext context) {
        return context.defaultDomain().filter(ours::isLocal).or(ours::onlyDomain);
    }

    /// The address that a name means, in lookup form: whether it is anybody's is another question.
    public Optional<Address> address(String login, LoginContext context) {
        return read(login, context) instanceof Reading.Meant(var address, _)
                ? Optional.of(address)
                : Optional.empty();
    }

    private Reading read(String login, LoginContext context) {
        if (login.isEmpty()) {
            return new Reading.Nobody("no name was given");
        }
        if (login.length() > MAX_OCTETS
                || login.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return new Reading.Nobody("the name is longer than " + MAX_OCTETS + " octets");
        }
        if (login.chars().anyMatch(Character::isISOControl)) {
            return new Reading.Nobody("the name has control characters");
        }
        int backslash = login.indexOf('\\');
        if (login.indexOf('@') >= 0) {
            return backslash >= 0
                    ? new Reading.Nobody("the name has both a backslash and an @")
                    : meant(login, "as it stands");
        }
        return backslash >= 0
                ? ofWindows(login.substring(0, backslash), login.substring(backslash + 1))
                : bare(login, context);
    }

    private static Reading meant(String text, String how) {
        return Address.parse(text)
                .<Reading>map(address -> new Reading.Meant(address.lookupForm(), how))
                .orElseGet(() -> new Reading.Nobody("the name cannot be that of an address"));
    }

    private Reading ofWindows(String domain, String user) {
        if (user.indexOf('\\') >= 0) {
            return new Reading.Nobody("the name has several backslashes");
        }
        List<Domain> meant = Domain.parse(domain).map(this::named).orElse(List.of());
        return switch (meant.size()) {
            case 0 -> new Reading.Nobody("no domain of ours is or begins with " + domain);
            case 1 -> meant(user + "@" + meant.getFirst(), "with its domain before it");
            default ->
                    new Reading.Nobody(
                            "several domains of ours begin with "
                                    + domain
                                    + ", "
                                    + meant.getFirst()
                                    + " and "
                                    + meant.get(1)
                                    + " among them");
        };
    }

    /// The domain itself, else those whose first label it is.
    private List<Domain> named(Domain name) {
        return ours.isLocal(name)
                ? List.of(name)
                : ours.domains().stream()
                        .filter(domain -> domain.name().startsWith(name.name() + "."))
                        .limit(2)
                        .toList();
    }

    private Reading bare(String login, LoginContext context) {
        Optional<Domain> given = context.defaultDomain().filter(ours::isLocal);
        if (given.isPresent()) {
            return meant(login + "@" + given.get(), "in the domain that the connection means");
        }
        return ours.onlyDomain()
                .map(only -> meant(login + "@" + only, "in the only domain"))
                .orElseGet(() ->
                        new Reading.Nobody(
                                login
                                        + " was tried without a domain, which no listener address,"
                                        + " TLS name or setting gives"));
    }

    /// One sentence for the log of a failed log-in: which form was tried, and who else has the name.
    /// Not for the client, and with the name as the client gave it: to be written escaped.
    ///
    /// @param isAccount whether an address is that of an account that may log in; asked often
    /// @return empty when the name is an account's, so that only the password was wrong
    public String explain(String login, LoginContext context, Predicate<Address> isAccount) {
        Reading reading = read(login, context);
        List<Address> others = namesakes(login, isAccount); // of known names too: THREATS A02
        return switch (reading) {
            case Reading.Meant(var address, _) when isAccount.test(address) -> "";
            case Reading.Meant(var address, var how) ->
                    login
                            + " was tried "
                            + how
                            + ": "
                            + address
                            + " is no account that may log in"
                            + told(others);
            case Reading.Nobody(var why) -> why + told(others);
        };
    }

    /// Accounts of the same local-part in any of our domains.
    private List<Address> namesakes(String login, Predicate<Address> isAccount) {
        String user = login.substring(login.indexOf('\\') + 1).replaceFirst("@.*", "");
        return user.isEmpty() || user.length() > MAX_OCTETS
                ? List.of()
                : ours.domains().stream()
                        .limit(MAX_LOOKED_AT)
                        .flatMap(domain -> Address.parse(user + "@" + domain).stream())
                        .map(Address::lookupForm)
                        .filter(isAccount)
                        .limit(MAX_TOLD)
                        .toList();
    }

    private static String told(List<Address> others) {
        if (others.isEmpty()) {
            return "";
        }
        String listed = String.join(" and ", others.stream().map(Address::toString).toList());
        return "; " + listed + (others.size() == 1 ? " exists" : " exist");
    }
}
