// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.scripts.format.v1.ScriptFormat;
import org.pabal.mda.scripts.format.v1.ScriptFormat.Facts;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Script;
import org.pabal.sieve.ScriptSource;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scripts of all accounts: the package's description tells how. Safe for use by many threads.
///
/// Every method throws {@link org.pabal.message.UnavailableException} when storage cannot serve it;
/// a change, {@link org.pabal.mailbox.StoreFullException} when there is no room for it.
public final class ScriptStore {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptStore.class);

    /// More than there are processors by far: accounts that share a lock seldom meet.
    private static final int LOCKS = 256;

    /// No script has this name.
    private static final String REPLY = "/reply";

    /// As logs call it.
    private static final ScriptName REPLY_NAME = new ScriptName("vacation response");

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final ScriptCompiler compiler;
    private final GlobalScripts global;
    private final ScriptQuota quota;
    private final InstantSource clock;
    private final CompiledScripts compiled;
    private final List<Consumer<Account>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    public ScriptStore(
            Storage storage,
            MailboxStore mailboxes,
            ScriptCompiler compiler,
            GlobalScripts global,
            ScriptQuota quota,
            InstantSource clock) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.compiler = compiler;
        this.global = global;
        this.quota = quota;
        this.clock = clock;
        this.compiled = new CompiledScripts(clock);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Has somebody told of each change of an account's scripts, whoever makes it.
    public void whenChanged(Consumer<Account> listener) {
        listeners.add(listener);
    }

    /// By which scripts are compiled.
    public ScriptCompiler compiler() {
        return compiler;
    }

    public ScriptQuota quota() {
        return quota;
    }

    /// In the order of the octets of their names.
    public List<ScriptInfo> list(Account account) {
        return records(account).list();
    }

    public Optional<byte[]> get(Account account, ScriptName name) {
        return records(account).text(name);
    }

    /// The script that is run for the account's mail.
    ///
    /// Reads nothing once it is known, until a script of the account changes or a global one that it
    /// includes. A script that does not compile any more is one whose every run fails.
    public Optional<Script> active(Account account) {
        return loaded(account, CompiledScripts.ACTIVE);
    }

    /// A script by its name, active or not.
    public Optional<Script> script(Account account, ScriptName name) {
        return loaded(account, name.text());
    }

    /// The script that replies while the owner is away, beside the active one: it is made of what the
    /// owner filled in, has no name and is in no list. Nothing but its first line, which is a comment,
    /// replies to nobody.
    public Optional<Script> reply(Account account) {
        return loaded(account, REPLY);
    }

    public Optional<byte[]> replyText(Account account) {
        return records(account).reply();
    }

    /// Keeps what replies, in the place of what did before.
    public ScriptOutcome putReply(Account account, byte[] text) {
        if (text.length > quota.scriptOctets()) {
            return tooLarge();
        }
        return switch (check(text)) {
            case Compilation.Refused(List<Finding> errors) -> new ScriptOutcome.Refused(errors);
            case Compilation.Compiled(_, List<Finding> warnings) ->
                    changed(
                            account,
                            records -> {
                                records.commit(
                                        List.of(
                                                new Change.Put(
                                                        ScriptFormat.replyKey(),
                                                        ScriptFormat.encodeText(text))));
                                return new ScriptOutcome.Done(warnings);
                            });
        };
    }

    private Optional<Script> loaded(Account account, String name) {
        return compiled.known(account.id().value(), name)
                .map(CompiledScripts.Known::script)
                .orElseGet(() -> locked(account, () -> load(account, name)));
    }

    private Optional<Script> load(Account account, String name) {
        long id = account.id().value();
        Optional<CompiledScripts.Known> meanwhile = compiled.known(id, name);
        if (meanwhile.isPresent()) {
            return meanwhile.get().script();
        }
        ScriptRecords records = records(account);
        if (name.equals(REPLY)) {
            Optional<LoadedScript> reply =
                    records.reply()
                            .filter(text -> new String(text, UTF_8).lines().count() > 1)
                            .map(text -> compile(account, REPLY_NAME, text));
            compiled.remember(id, name, reply);
            return reply.map(LoadedScript::script);
        }
        Optional<LoadedScript> script =
                (name.isEmpty() ? records.active() : ScriptName.parse(name))
                        .flatMap(named ->
                                records.text(named).map(text -> compile(account, named, text)));
        if (name.isEmpty() || script.isPresent()) { // who asks for many that are not, fills nothing
            compiled.remember(id, name, script);
        }
        return script.map(LoadedScript::script);
    }

    private LoadedScript compile(Account account, ScriptName name, byte[] text) {
        LoadedScript.Included included = new LoadedScript.Included();
        Instant now = clock.instant();
        Script script =
                switch (compiler.compile(text, source(records(account), included))) {
                    case Compilation.Compiled(Script compiled, _) -> compiled;
                    case Compilation.Refused(List<Finding> errors) -> {
                        LOG.warn(
                                "event=script-broken account={} script=\"{}\" reason=\"{}\"",
                                account.id(),
                                name,
                                errors.getFirst());
                        yield new BrokenScript(errors.getFirst());
                    }
                };
        return new LoadedScript(
                new StoredScript(name.text(), script, ScriptRules.of(text)),
                text.length,
                global,
                included,
                now);
    }

    /// Where the account's scripts include others from.
    public ScriptSource source(Account account) {
        return source(records(account), new LoadedScript.Included());
    }

    private ScriptSource source(ScriptRecords records, LoadedScript.Included included) {
        return (location, name) ->
                switch (location) {
                    case PERSONAL -> ScriptName.parse(name).flatMap(records::text);
                    case GLOBAL -> {
                        included.add(name, global.stamp(name));
                        yield global.text(name);
                    }
                };
    }

    /// What would become of a script, which is not kept.
    public Compilation check(Account account, byte[] text) {
        return compiler.compile(text, source(account));
    }

    /// The same for nobody in particular.
    public Compilation check(byte[] text) {
        return compiler.compile(
                text,
                (location, name) ->
                        location == ScriptSource.Location.GLOBAL
                                ? global.text(name)
                                : Optional.empty());
    }

    /// Whether a script of this size could be put there now. RFC 5804 §2.5.
    ///
    /// @return what is missing; empty when there is room
    public Optional<ScriptOutcome.NoRoom> room(Account account, ScriptName name, long octets) {
        return octets > quota.scriptOctets()
                ? Optional.of(tooLarge())
                : room(records(account).list(), name, octets);
    }

    private ScriptOutcome.NoRoom tooLarge() {
        return new ScriptOutcome.NoRoom(ScriptQuota.Resource.SCRIPT_OCTETS, quota.scriptOctets());
    }

    private Optional<ScriptOutcome.NoRoom> room(
            List<ScriptInfo> scripts, ScriptName name, long octets) {
        List<ScriptInfo> others =
                scripts.stream().filter(script -> !script.name().equals(name)).toList();
        if (others.size() >= quota.scripts()) {
            return Optional.of(
                    new ScriptOutcome.NoRoom(ScriptQuota.Resource.SCRIPTS, quota.scripts()));
        }
        long used = others.stream().mapToLong(ScriptInfo::octets).sum();
        return used + octets > quota.totalOctets()
                ? Optional.of(
                        new ScriptOutcome.NoRoom(
                                ScriptQuota.Resource.TOTAL_OCTETS, quota.totalOctets()))
                : Optional.empty();
    }

    /// Keeps a script that compiles, in the place of one of this name. RFC 5804 §2.6.
    public ScriptOutcome put(Account account, ScriptName name, byte[] text) {
        if (text.length > quota.scriptOctets()) {
            return tooLarge();
        }
        return switch (check(account, text)) {
            case Compilation.Refused(List<Finding> errors) -> new ScriptOutcome.Refused(errors);
            case Compilation.Compiled(_, List<Finding> warnings) ->
                    changed(account, records -> keep(records, name, text, warnings));
        };
    }

    private ScriptOutcome keep(
            ScriptRecords records, ScriptName name, byte[] text, List<Finding> warnings) {
        Optional<ScriptOutcome.NoRoom> missing = room(records.list(), name, text.length);
        if (missing.isPresent()) {
            return missing.get();
        }
        records.commit(put(name, text, new Facts(text.length, clock.instant())));
        return new ScriptOutcome.Done(warnings);
    }

    private static List<Change> put(ScriptName name, byte[] text, Facts facts) {
        return List.of(
                new Change.Put(ScriptFormat.factsKey(name.text()), ScriptFormat.encode(facts)),
                new Change.Put(ScriptFormat.textKey(name.text()), ScriptFormat.encodeText(text)));
    }

    /// Makes a script the active one. RFC 5804 §2.8.
    public ScriptOutcome activate(Account account, ScriptName name) {
        return changed(
                account,
                records -> {
                    if (!records.has(name)) {
                        return new ScriptOutcome.NoSuchScript();
                    }
                    records.commit(List.of(activation(name)));
                    return ScriptOutcome.DONE;
                });
    }

    private static Change activation(ScriptName name) {
        return new Change.Put(ScriptFormat.activeKey(), ScriptFormat.encodeName(name.text()));
    }

    /// Leaves no script active; done also where none was.
    public ScriptOutcome deactivate(Account account) {
        return changed(
                account,
                records -> {
                    records.commit(List.of(new Change.Delete(ScriptFormat.activeKey())));
                    return ScriptOutcome.DONE;
                });
    }

    /// Removes a script that is not active. RFC 5804 §2.10.
    public ScriptOutcome delete(Account account, ScriptName name) {
        return changed(
                account,
                records -> {
                    if (!records.has(name)) {
                        return new ScriptOutcome.NoSuchScript();
                    }
                    if (records.active().filter(name::equals).isPresent()) {
                        return new ScriptOutcome.IsActive();
                    }
                    records.commit(removal(name));
                    return ScriptOutcome.DONE;
                });
    }

    private static List<Change> removal(ScriptName name) {
        return List.of(
                new Change.Delete(ScriptFormat.factsKey(name.text())),
                new Change.Delete(ScriptFormat.textKey(name.text())));
    }

    /// An active script stays active under its new name. RFC 5804 §2.11.1.
    public ScriptOutcome rename(Account account, ScriptName from, ScriptName to) {
        return changed(
                account,
                records -> {
                    Optional<ScriptInfo> script = find(records, from);
                    Optional<byte[]> text = records.text(from);
                    if (script.isEmpty() || text.isEmpty()) {
                        return new ScriptOutcome.NoSuchScript();
                    }
                    if (records.has(to)) {
                        return new ScriptOutcome.AlreadyExists();
                    }
                    records.commit(renaming(script.get(), to, text.get()));
                    return ScriptOutcome.DONE;
                });
    }

    private static Optional<ScriptInfo> find(ScriptRecords records, ScriptName name) {
        return records.list().stream().filter(script -> script.name().equals(name)).findFirst();
    }

    private static List<Change> renaming(ScriptInfo script, ScriptName to, byte[] text) {
        List<Change> changes = new ArrayList<>(removal(script.name()));
        changes.addAll(put(to, text, new Facts(script.octets(), script.changed())));
        if (script.active()) {
            changes.add(activation(to));
        }
        return changes;
    }

    /// What was compiled of an account's scripts is thrown away: they were changed by other ways.
    public void forget(AccountId account) {
        compiled.forget(account.value());
    }

    private interface Operation {
        ScriptOutcome on(ScriptRecords records);
    }

    /// What is compiled is forgotten also when the change failed: its outcome may be unknown.
    private ScriptOutcome changed(Account account, Operation operation) {
        ScriptOutcome outcome =
                locked(
                        account,
                        () -> {
                            try {
                                return operation.on(records(account));
                            } finally {
                                compiled.forget(account.id().value());
                            }
                        });
        if (outcome instanceof ScriptOutcome.Done) {
            listeners.forEach(listener -> tell(account, listener));
        }
        return outcome;
    }

    private static void tell(Account account, Consumer<Account> listener) {
        try {
            listener.accept(account);
        } catch (RuntimeException missed) {
            LOG.warn("event=script-change-not-told account={}", account.id(), missed);
        }
    }

    private <T> T locked(Account account, Supplier<T> step) {
        ReentrantLock lock = locks[Math.floorMod(Long.hashCode(account.id().value()), LOCKS)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    private ScriptRecords records(Account account) {
        return new ScriptRecords(storage, mailboxes, account.id().value());
    }
}
