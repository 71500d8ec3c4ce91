// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.authd.DovecotAuthConfig.UserForm;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;

/// Accounts of a Dovecot that still runs, for the time of a migration: it says which users there are
/// (its userdb) and judges their passwords (its passdb, by PLAIN), whatever stands behind it: files,
/// SQL, LDAP, PAM.
public final class DovecotAuthSource implements DirectorySource {
    /// Asked about in place of an unknown name, so that it takes as long.
    private static final String NOBODY = "nobody.has.this.name";

    private static final int PAGE = 1_000;
    private static final int MAX_LISTED = 1_000_000;

    private final DovecotAuthConfig config;
    private final Wire wire;
    private final AuthLinks clients;
    private final AuthLinks users;
    private final SecureRandom random = new SecureRandom();
    private volatile String last = "was not asked yet";

    /// @param wire closed with this source
    public DovecotAuthSource(DovecotAuthConfig config, Wire wire) {
        this.config = config;
        this.wire = wire;
        Connector connector = new Connector(wire);
        this.clients =
                new AuthLinks(
                        config.clients().toString(),
                        () ->
                                AuthLink.ofClients(
                                        connector.connect(config.clients(), config.timeLimit()),
                                        config.timeLimit(),
                                        random.nextInt(1, Integer.MAX_VALUE)));
        this.users =
                new AuthLinks(
                        config.users().toString(),
                        () ->
                                AuthLink.ofUsers(
                                        connector.connect(config.users(), config.timeLimit()),
                                        config.timeLimit()));
    }

    @Override
    public String name() {
        return config.name();
    }

    private String shown(Address address) {
        return config.form() == UserForm.ADDRESS ? address.toString() : address.localPart();
    }

    @Override
    public SourceAnswer find(Address address) {
        if (address.localPart().isEmpty() || !config.domains().contains(address.domain())) {
            return new SourceAnswer.Unknown();
        }
        return noted(users, link -> user(link, address))
                .<SourceAnswer>map(SourceAnswer.Known::new)
                .orElseGet(SourceAnswer.Unknown::new);
    }

    /// `USER id name *(field)`, `NOTFOUND id` or `FAIL id *(field)`
    private Optional<SourceAccount> user(AuthLink link, Address address) throws IOException {
        String id = link.ask("USER", shown(address), "service=pabal");
        List<String> answer = link.answer(id);
        return switch (answer.getFirst()) {
            case "USER" -> Optional.of(account(answer.size() < 3 ? "" : answer.get(2), address));
            case "NOTFOUND" -> Optional.empty();
            default -> throw new IOException("it could not look a user up");
        };
    }

    /// Under Dovecot's own name for the user, if that is an address of ours: several names may lead to
    /// one user.
    private SourceAccount account(String user, Address asked) {
        Address address =
                Address.parse(user)
                        .map(Address::lookupForm)
                        .filter(own -> config.domains().contains(own.domain()))
                        .orElse(asked);
        return SourceAccount.user(address.toString(), address, "");
    }

    @Override
    public boolean verify(Optional<SourceAccount> account, String password) {
        if (password.isEmpty()) {
            return false; // THREATS A01
        }
        String user = account.map(known -> shown(known.address())).orElse(NOBODY);
        boolean right = noted(clients, link -> isRight(link, user, password));
        return right && account.isPresent();
    }

    /// Failures are counted and slowed down here, not there (`no-penalty`).
    private static boolean isRight(AuthLink link, String user, String password) throws IOException {
        byte[] response = ('\0' + user + '\0' + password).getBytes(StandardCharsets.UTF_8);
        String id =
                link.ask(
                        "AUTH",
                        "PLAIN",
                        "service=pabal",
                        "nologin",
                        "no-penalty",
                        "secured",
                        "resp=" + AuthText.base64(response));
        List<String> answer = link.answer(id);
        return switch (answer.getFirst()) {
            case "OK" -> true;
            case "FAIL" -> {
                if (answer.contains("temp") || answer.contains("code=temp_fail")) {
                    throw new UnavailableException("Dovecot cannot judge a password for now");
                }
                yield false;
            }
            default -> throw new IOException("it answers PLAIN with " + answer.getFirst());
        };
    }

    /// `LIST id user` for each, then `DONE id`
    @Override
    public void list(Predicate<List<SourceAccount>> more) {
        List<SourceAccount> all = noted(users, this::listed);
        for (int from = 0; from < all.size(); from += PAGE) {
            if (!more.test(all.subList(from, Math.min(from + PAGE, all.size())))) {
                return;
            }
        }
    }

    private List<SourceAccount> listed(AuthLink link) throws IOException {
        String id = link.ask("LIST", "user=*", "service=pabal");
        List<SourceAccount> found = new ArrayList<>();
        for (int i = 0; i < MAX_LISTED; i++) {
            List<String> answer = link.answer(id);
            if (!answer.getFirst().equals("LIST")) {
                if (answer.getFirst().equals("DONE") && !answer.contains("fail")) {
                    return found;
                }
                break;
            }
            named(answer.size() < 3 ? "" : answer.get(2)).ifPresent(found::add);
        }
        throw new IOException("it cannot list its users");
    }

    private Optional<SourceAccount> named(String user) {
        String text =
                config.form() == UserForm.ADDRESS || config.domains().size() != 1
                        ? user
                        : user + "@" + config.domains().iterator().next();
        return Address.parse(text)
                .map(Address::lookupForm)
                .filter(address -> config.domains().contains(address.domain()))
                .map(address -> SourceAccount.user(address.toString(), address, ""));
    }

    private <T> T noted(AuthLinks links, AuthLinks.Question<T> question) {
        try {
            T answer = links.ask(question);
            last = "answers";
            return answer;
        } catch (UnavailableException silent) {
            last = String.valueOf(silent.getMessage());
            throw silent;
        }
    }

    @Override
    public List<String> health() {
        return List.of("Dovecot at " + config.clients() + " and " + config.users() + ": " + last);
    }

    @Override
    public List<CheckStep> check(Optional<Address> address) {
        List<CheckStep> steps = new ArrayList<>();
        boolean good =
                step(
                                steps,
                                "passdb",
                                () -> {
                                    boolean nobody = verify(Optional.empty(), "no password fits");
                                    return "a password of nobody is "
                                            + (nobody ? "right?" : "wrong");
                                })
                        && step(
                                steps,
                                "userdb",
                                () -> {
                                    Address nobody =
                                            Address.of(
                                                    NOBODY
                                                            + "@"
                                                            + config.domains().iterator().next());
                                    return find(nobody) instanceof SourceAnswer.Unknown
                                            ? "it knows which users there are"
                                            : "it says that everybody exists: mail to any address would be"
                                                    + " taken (Dovecot's allow_all_users)";
                                });
        if (good && address.isPresent()) {
            boolean known = find(address.get()) instanceof SourceAnswer.Known;
            steps.add(
                    known
                            ? CheckStep.passed("find", "Dovecot knows " + address.get())
                            : CheckStep.failed("find", "Dovecot has no user " + address.get()));
        }
        return steps;
    }

    private interface Step {
        String take();
    }

    private static boolean step(List<CheckStep> steps, String name, Step step) {
        try {
            steps.add(CheckStep.passed(name, step.take()));
            return true;
        } catch (UnavailableException silent) {
            steps.add(CheckStep.failed(name, String.valueOf(silent.getMessage())));
            return false;
        }
    }

    @Override
    public void close() {
        clients.close();
        users.close();
        wire.close();
    }
}
