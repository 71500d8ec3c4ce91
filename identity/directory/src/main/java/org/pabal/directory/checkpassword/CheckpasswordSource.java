// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.checkpassword;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pabal.directory.Role;
import org.pabal.directory.passwdfile.AddressList;
import org.pabal.directory.passwdfile.QuotaRule;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Accounts whose passwords a program judges. See the package for how.
public final class CheckpasswordSource implements DirectorySource {
    /// All that descriptor 3 may hold, by the protocol.
    private static final int MAX_OCTETS = 512;

    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int MISUSED = 2;
    private static final int UNKNOWN = 3;
    private static final int TEMPORARY = 111;

    /// Asked for in place of an unknown name.
    private static final String NOBODY = "nobody.has.this.name";

    /// What the program runs for a right password: shows what is used of its environment.
    private static final List<String> SHOW =
            List.of(
                    "/bin/sh",
                    "-c",
                    "printf 'AUTHORIZED=%s\\nUSER=%s\\nuserdb_quota_rule=%s\\n'"
                            + " \"$AUTHORIZED\" \"$USER\" \"$userdb_quota_rule\"");

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");

    private final CheckpasswordConfig config;
    private final Optional<AddressList> list;
    private final PasswordProgram program;
    private final InstantSource clock;

    private volatile String last = "it was not asked yet";

    /// Which addresses there are says the list; the program, where there is none.
    public static CheckpasswordSource withList(
            CheckpasswordConfig config,
            AddressList list,
            PasswordProgram program,
            InstantSource clock) {
        return new CheckpasswordSource(config, Optional.of(list), program, clock);
    }

    /// Which addresses there are says the program.
    public static CheckpasswordSource withoutList(
            CheckpasswordConfig config, PasswordProgram program, InstantSource clock) {
        return new CheckpasswordSource(config, Optional.empty(), program, clock);
    }

    private CheckpasswordSource(
            CheckpasswordConfig config,
            Optional<AddressList> list,
            PasswordProgram program,
            InstantSource clock) {
        this.config = config;
        this.list = list;
        this.program = program;
        this.clock = clock;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public SourceAnswer find(Address address) {
        Optional<SourceAccount> found =
                address.localPart().isEmpty() || !config.domains().contains(address.domain())
                        ? Optional.empty()
                        : list.isPresent() ? list.get().find(address) : findByProgram(address);
        return found.<SourceAnswer>map(SourceAnswer.Known::new)
                .orElseGet(SourceAnswer.Unknown::new);
    }

    private Optional<SourceAccount> findByProgram(Address address) {
        Optional<byte[]> input = input(shown(address), "");
        if (input.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("AUTHORIZED", "1");
        PasswordProgram.Ended ended = run(environment, input.get());
        if (ended.status() == UNKNOWN) {
            return Optional.empty();
        }
        Map<String, String> told = told(ended.output());
        if (ended.status() == MISUSED || ended.status() == TEMPORARY) {
            throw unusable(meaning(ended.status()));
        }
        if (ended.status() != RIGHT || !"2".equals(told.get("AUTHORIZED"))) {
            throw unusable(
                    "it did not say whether "
                            + address
                            + " exists (exit status "
                            + ended.status()
                            + "): it must know AUTHORIZED=1, or give the source a list");
        }
        return Optional.of(account(address, told));
    }

    private SourceAccount account(Address asked, Map<String, String> told) {
        Address address = named(told.getOrDefault("USER", "")).orElse(asked);
        QuotaRule quota =
                QuotaRule.parse(told.getOrDefault("userdb_quota_rule", ""))
                        .orElse(new QuotaRule(OptionalLong.empty(), OptionalLong.empty()));
        return new SourceAccount(
                address.toString(),
                address,
                "",
                "",
                Optional.empty(),
                quota.octets(),
                quota.messages(),
                true,
                Role.USER,
                Optional.empty());
    }

    /// The program's own name for the account, if it is an address of ours.
    private Optional<Address> named(String user) {
        return Address.parse(user)
                .map(Address::lookupForm)
                .filter(address -> config.domains().contains(address.domain()));
    }

    private static Map<String, String> told(String output) {
        Map<String, String> told = new HashMap<>();
        output.lines()
                .filter(line -> line.indexOf('=') > 0)
                .forEach(line ->
                        told.putIfAbsent(
                                line.substring(0, line.indexOf('=')),
                                line.substring(line.indexOf('=') + 1)));
        return told;
    }

    /// For an unknown name the program is run, too, with one that nobody has.
    @Override
    public boolean verify(Optional<SourceAccount> account, String password) {
        boolean let = lets(account.map(known -> shown(known.address())).orElse(NOBODY), password);
        return let && account.isPresent();
    }

    private boolean lets(String name, String password) {
        Optional<byte[]> input = input(name, password);
        if (input.isEmpty()) {
            return false;
        }
        int status = run(ENVIRONMENT, input.get()).status();
        return switch (status) {
            case RIGHT -> true;
            case WRONG, UNKNOWN -> false;
            default -> throw unusable(meaning(status));
        };
    }

    private static String meaning(int status) {
        return switch (status) {
            case MISUSED -> "it says that it was misused (exit status 2)";
            case TEMPORARY -> "it cannot say for now (exit status 111)";
            default -> "it ended with exit status " + status;
        };
    }

    private String shown(Address address) {
        return config.wholeAddress()
                ? address.localPart() + "@" + address.domain()
                : address.localPart();
    }

    /// @return empty for what the protocol cannot say
    private Optional<byte[]> input(String name, String password) {
        if (name.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String text :
                List.of(name, password, Long.toString(clock.instant().getEpochSecond()))) {
            input.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            input.write(0);
        }
        return input.size() > MAX_OCTETS ? Optional.empty() : Optional.of(input.toByteArray());
    }

    private PasswordProgram.Ended run(Map<String, String> environment, byte[] input) {
        List<String> command = new ArrayList<>(config.command());
        command.addAll(SHOW);
        try {
            PasswordProgram.Ended ended =
                    program.run(command, environment, input, config.timeLimit())
                            .orElseThrow(
                                    () -> unusable("it took longer than " + config.timeLimit()));
            last = "it answers";
            return ended;
        } catch (IOException e) {
            throw unusable("it cannot be run: " + e.getMessage());
        }
    }

    private UnavailableException unusable(String what) {
        last = what;
        return new UnavailableException(config.command().getFirst() + ": " + what);
    }

    /// @throws UnavailableException where only the program knows: it cannot be asked for all
    @Override
    public void list(Predicate<List<SourceAccount>> more) {
        AddressList known =
                list.orElseThrow(() ->
                        new UnavailableException(
                                "the program of the directory "
                                        + name()
                                        + " cannot list its accounts"));
        boolean _ = more.test(known.all());
    }

    @Override
    public List<String> health() {
        List<String> health = new ArrayList<>();
        health.add(config.command().getFirst() + ": " + last);
        list.ifPresent(known -> health.add(known.health()));
        return health;
    }

    @Override
    public List<CheckStep> check(Optional<Address> address) {
        List<CheckStep> steps = new ArrayList<>();
        Optional<String> trouble = list.flatMap(AddressList::trouble);
        list.ifPresent(
                known -> steps.add(new CheckStep("list", trouble.isEmpty(), known.health())));
        if (trouble.isPresent()) {
            return steps;
        }
        if (step(steps, "run", this::tryToRun) && address.isPresent()) {
            step(steps, "find", () -> found(address.get()));
        }
        return steps;
    }

    private interface Step {
        CheckStep take();
    }

    private static boolean step(List<CheckStep> steps, String name, Step step) {
        try {
            steps.add(step.take());
        } catch (UnavailableException e) {
            steps.add(CheckStep.failed(name, String.valueOf(e.getMessage())));
        }
        return steps.getLast().passed();
    }

    private CheckStep tryToRun() {
        return lets(NOBODY, "not a password")
                ? CheckStep.failed("run", "it lets anybody in")
                : CheckStep.passed("run", "it refuses a name that nobody has");
    }

    private CheckStep found(Address address) {
        return find(address) instanceof SourceAnswer.Known
                ? CheckStep.passed("find", address + " is there")
                : CheckStep.failed("find", address + " is unknown");
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
