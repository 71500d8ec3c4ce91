// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptInfo;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptOutcome;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Address;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;

/// The calls about Sieve scripts. Those that compile one answer with `errors` and `warnings`, each
/// with `line`, `column` and `text`; where there are errors nothing was done.
public final class ScriptOperations {
    private final DirectoryAdministration directory;
    private final Supplier<ScriptStore> scripts;
    private final DeliveryMemory memory;

    /// @param scripts asked for when a call needs them
    /// @param memory of what went wrong in scripts
    public ScriptOperations(
            DirectoryAdministration directory,
            Supplier<ScriptStore> scripts,
            DeliveryMemory memory) {
        this.directory = directory;
        this.scripts = scripts;
        this.memory = memory;
    }

    /// @param arguments `address`, `name`, `script`; `activate`
    Map<String, Object> put(Arguments arguments) {
        Account account = account(arguments);
        ScriptName name = name(arguments, "name");
        ScriptOutcome outcome = scripts.get().put(account, name, text(arguments));
        if (outcome instanceof ScriptOutcome.Refused(List<Finding> errors)) {
            return findings(errors, List.of());
        }
        List<Finding> warnings =
                outcome instanceof ScriptOutcome.Done(List<Finding> found) ? found : List.of();
        done(outcome, account, name);
        if (arguments.flag("activate")) {
            done(scripts.get().activate(account, name), account, name);
        }
        return findings(List.of(), warnings);
    }

    /// `script`, its text.
    ///
    /// @param arguments `address`; `name`, empty for the active one
    Map<String, Object> get(Arguments arguments) {
        Account account = account(arguments);
        ScriptName name =
                arguments.text("name", "").isEmpty() ? active(account) : name(arguments, "name");
        byte[] text =
                scripts.get()
                        .get(account, name)
                        .orElseThrow(() -> new Arguments.Unusable(noScript(account, name)));
        return Map.of("name", name.text(), "script", new String(text, StandardCharsets.UTF_8));
    }

    private ScriptName active(Account account) {
        return scripts.get().list(account).stream()
                .filter(ScriptInfo::active)
                .map(ScriptInfo::name)
                .findFirst()
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                account.address() + " has no active script; name one"));
    }

    /// Each script of an account with `name`, `active`, `octets`, `changed`.
    List<Map<String, Object>> list(Arguments arguments) {
        return scripts.get().list(account(arguments)).stream()
                .map(ScriptOperations::shown)
                .toList();
    }

    private static Map<String, Object> shown(ScriptInfo script) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", script.name().text());
        shown.put("active", script.active());
        shown.put("octets", script.octets());
        shown.put("changed", script.changed().toString());
        return shown;
    }

    /// What went wrong last in each script that ran for an account, the administrator's too, the newest
    /// first: `at`, `script`, `mail`, `text`.
    List<Map<String, Object>> trouble(Arguments arguments) {
        return memory.failures(account(arguments).id()).stream()
                .map(ScriptOperations::shown)
                .toList();
    }

    private static Map<String, Object> shown(DeliveryMemory.Failure failure) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", failure.at().toString());
        shown.put("script", failure.script());
        shown.put("mail", failure.mail());
        shown.put("text", failure.text());
        return shown;
    }

    Map<String, Object> activate(Arguments arguments) {
        Account account = account(arguments);
        ScriptName name = name(arguments, "name");
        return done(scripts.get().activate(account, name), account, name);
    }

    Map<String, Object> deactivate(Arguments arguments) {
        scripts.get().deactivate(account(arguments));
        return Map.of();
    }

    Map<String, Object> delete(Arguments arguments) {
        Account account = account(arguments);
        ScriptName name = name(arguments, "name");
        return done(scripts.get().delete(account, name), account, name);
    }

    /// @param arguments `address`, `name`, `to`
    Map<String, Object> rename(Arguments arguments) {
        Account account = account(arguments);
        ScriptName name = name(arguments, "name");
        return done(scripts.get().rename(account, name, name(arguments, "to")), account, name);
    }

    /// @param arguments `script`; `address`, whose other scripts it may include
    Map<String, Object> check(Arguments arguments) {
        byte[] text = text(arguments);
        ScriptStore store = scripts.get();
        Compilation compilation =
                arguments.text("address", "").isEmpty()
                        ? store.check(text)
                        : store.check(account(arguments), text);
        return switch (compilation) {
            case Compilation.Compiled(_, List<Finding> warnings) -> findings(List.of(), warnings);
            case Compilation.Refused(List<Finding> errors) -> findings(errors, List.of());
        };
    }

    private static Map<String, Object> findings(List<Finding> errors, List<Finding> warnings) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("errors", errors.stream().map(ScriptOperations::shown).toList());
        result.put("warnings", warnings.stream().map(ScriptOperations::shown).toList());
        return result;
    }

    private static Map<String, Object> shown(Finding finding) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("line", finding.line());
        shown.put("column", finding.column());
        shown.put("text", finding.text());
        return shown;
    }

    /// @throws Arguments.Unusable for whatever is not done
    private static Map<String, Object> done(
            ScriptOutcome outcome, Account account, ScriptName name) {
        Optional<String> reason =
                switch (outcome) {
                    case ScriptOutcome.Done _ -> Optional.empty();
                    case ScriptOutcome.Refused(List<Finding> errors) ->
                            Optional.of(errors.getFirst().toString());
                    case ScriptOutcome.NoSuchScript _ -> Optional.of(noScript(account, name));
                    case ScriptOutcome.AlreadyExists _ ->
                            Optional.of("a script of the new name is there already");
                    case ScriptOutcome.IsActive _ ->
                            Optional.of(
                                    "the script '"
                                            + name
                                            + "' is active; activate another one or deactivate it"
                                            + " first");
                    case ScriptOutcome.NoRoom missing -> Optional.of(noRoom(missing));
                };
        if (reason.isPresent()) {
            throw new Arguments.Unusable(reason.get());
        }
        return Map.of("name", name.text());
    }

    private static String noScript(Account account, ScriptName name) {
        return account.address() + " has no script '" + name + "'; pabal sieve list shows all";
    }

    private static String noRoom(ScriptOutcome.NoRoom missing) {
        return switch (missing.resource()) {
            case SCRIPTS ->
                    "an account may have "
                            + missing.most()
                            + " scripts (sieve.max-scripts); delete one first";
            case SCRIPT_OCTETS ->
                    "a script may have " + missing.most() + " octets (sieve.max-script-size)";
            case TOTAL_OCTETS ->
                    "an account's scripts may have "
                            + missing.most()
                            + " octets together (sieve.max-total-size)";
        };
    }

    private static byte[] text(Arguments arguments) {
        return octets(arguments.text("script"));
    }

    static byte[] octets(String script) {
        return script.getBytes(StandardCharsets.UTF_8);
    }

    private static ScriptName name(Arguments arguments, String argument) {
        String text = arguments.text(argument);
        Optional<String> objection = ScriptName.objectionTo(text);
        if (objection.isPresent()) {
            throw new Arguments.Unusable("'" + text + "' cannot be a name: " + objection.get());
        }
        return ScriptName.parse(text).orElseThrow();
    }

    private Account account(Arguments arguments) {
        return account(directory, arguments);
    }

    static Account account(DirectoryAdministration directory, Arguments arguments) {
        Address address = arguments.parsed(arguments.text("address"), "an address", Address::parse);
        return directory.accounts().stream()
                .filter(each -> each.address().equals(address.lookupForm()))
                .findFirst()
                .orElseThrow(() -> new Arguments.Unusable("there is no account " + address));
    }
}
