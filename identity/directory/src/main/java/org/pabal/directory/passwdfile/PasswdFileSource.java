// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.password.PasswordHash;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Accounts in files of lines. See the package for how.
public final class PasswdFileSource implements DirectorySource {
    private static final int PAGE = 1_000;
    private static final int MAX_HEALTHY_SHOWN = 20;

    private final PasswdFileConfig config;
    private final HashingPool hashing;
    private final PasswordWriter writer;
    private final InstantSource clock;
    private final Map<Domain, PasswdFile> files = new HashMap<>();
    private final List<PasswdFile> all = new ArrayList<>();

    /// @param hashing closed with the source
    public PasswdFileSource(
            PasswdFileConfig config,
            HashingPool hashing,
            PasswordWriter writer,
            InstantSource clock) {
        this(config, hashing, writer, clock, Ticker.systemTicker());
    }

    PasswdFileSource(
            PasswdFileConfig config,
            HashingPool hashing,
            PasswordWriter writer,
            InstantSource clock,
            Ticker ticker) {
        this.config = config;
        this.hashing = hashing;
        this.writer = writer;
        this.clock = clock;
        List<Domain> sorted = config.domains().stream().sorted().toList();
        for (Domain domain : sorted) {
            PasswdFile file =
                    config.isByDomain() || all.isEmpty()
                            ? file(domain, sorted.size() == 1, ticker)
                            : all.getFirst();
            files.put(domain, file);
            if (!all.contains(file)) {
                all.add(file);
            }
        }
    }

    private PasswdFile file(Domain domain, boolean only, Ticker ticker) {
        boolean own = config.isByDomain() || only;
        return PasswdFile.of(
                config.file(domain),
                config.shadow(domain),
                own ? Optional.of(domain) : Optional.empty(),
                own ? Set.of(domain) : config.domains(),
                ticker);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public SourceAnswer find(Address address) {
        return account(address)
                .<SourceAnswer>map(known -> new SourceAnswer.Known(known.toSourceAccount()))
                .orElseGet(SourceAnswer.Unknown::new);
    }

    private Optional<FileAccount> account(Address address) {
        PasswdFile file = files.get(address.domain());
        return file == null
                ? Optional.empty()
                : Optional.ofNullable(file.accounts().accounts().get(address));
    }

    /// An unknown name costs what any account of its file does.
    @Override
    public boolean verify(Optional<SourceAccount> account, String password) {
        Optional<FileAccount> known = account.flatMap(each -> account(each.address()));
        Optional<PasswordHash> hash =
                known.filter(this::mayLogIn).flatMap(each -> hash(each.hash()));
        Optional<PasswordHash> computed = hash.or(this::anyHash);
        if (computed.isEmpty()) {
            return false;
        }
        boolean right = hashing.call(() -> computed.get().verify(password));
        return right && hash.isPresent();
    }

    private boolean mayLogIn(FileAccount account) {
        long today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
        return account.noLogin().isEmpty() && account.lastDay().orElse(Long.MAX_VALUE) >= today;
    }

    private static Optional<PasswordHash> hash(String stored) {
        return PasswordHash.parse(stored) instanceof PasswordHash.Parsed.Known(var hash)
                ? Optional.of(hash)
                : Optional.empty();
    }

    private Optional<PasswordHash> anyHash() {
        return all.getFirst().accounts().accounts().values().stream()
                .filter(account -> account.noLogin().isEmpty())
                .findFirst()
                .flatMap(account -> hash(account.hash()));
    }

    @Override
    public Optional<String> passwordVersion(SourceAccount account) {
        return account(account.address()).filter(this::mayLogIn).map(FileAccount::hash);
    }

    @Override
    public void list(Predicate<List<SourceAccount>> more) {
        for (PasswdFile file : all) {
            List<SourceAccount> page = new ArrayList<>(PAGE);
            for (FileAccount account : sorted(file)) {
                page.add(account.toSourceAccount());
                if (page.size() == PAGE) {
                    if (!more.test(page)) {
                        return;
                    }
                    page = new ArrayList<>(PAGE);
                }
            }
            if (!page.isEmpty() && !more.test(page)) {
                return;
            }
        }
    }

    private static List<FileAccount> sorted(PasswdFile file) {
        return file.accounts().accounts().values().stream()
                .sorted(Comparator.comparing(account -> account.address().toString()))
                .toList();
    }

    @Override
    public SourceChange changePassword(
            SourceAccount account, Optional<String> oldPassword, String newPassword) {
        if (!config.writable()) {
            return new SourceChange.Refused(
                    "passwords of "
                            + account.address().domain()
                            + " are kept in a file that this server may not write; ask your"
                            + " administrator to change it");
        }
        PasswdFile file = files.get(account.address().domain());
        if (file == null) {
            return new SourceChange.Refused(account.address() + " is in no file");
        }
        SourceChange change = writer.change(file, account.address(), newPassword);
        file.watched().refresh();
        return change;
    }

    /// Each file with trouble, and the first of the others.
    @Override
    public List<String> health() {
        List<String> health = new ArrayList<>();
        int healthy = 0;
        for (PasswdFile file : all) {
            boolean troubled = file.watched().trouble().isPresent();
            if (troubled || healthy++ < MAX_HEALTHY_SHOWN) {
                health.add(file.health());
            }
        }
        return health;
    }

    @Override
    public List<CheckStep> check(Optional<Address> address) {
        List<CheckStep> steps = new ArrayList<>();
        List<PasswdFile> asked =
                address.map(Address::domain)
                        .map(domain -> Optional.ofNullable(files.get(domain)).stream().toList())
                        .orElse(all);
        for (PasswdFile file : asked) {
            file.watched().refresh();
            boolean passed = file.watched().trouble().isEmpty();
            steps.add(new CheckStep("read", passed, file.health()));
            if (!passed) {
                return steps;
            }
        }
        address.ifPresent(given -> check(given, steps));
        return steps;
    }

    private void check(Address address, List<CheckStep> steps) {
        Optional<FileAccount> account = account(address);
        if (account.isEmpty()) {
            steps.add(CheckStep.failed("find", "no line is of " + address));
            return;
        }
        steps.add(CheckStep.passed("find", address + " is there"));
        Optional<String> shut =
                account.get()
                        .noLogin()
                        .or(() ->
                                mayLogIn(account.get())
                                        ? Optional.empty()
                                        : Optional.of("its last day has passed"));
        steps.add(
                shut.map(why -> CheckStep.failed("password", "nobody logs in by it: " + why))
                        .orElseGet(
                                () -> CheckStep.passed("password", "its password can be checked")));
    }

    @Override
    public void close() {
        hashing.close();
    }
}
