// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.mda.scripts.GlobalScripts;
import org.pabal.mda.scripts.ScriptCompiler;
import org.pabal.mda.scripts.ScriptQuota;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.mime.HeaderField;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SieveTable;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Extension;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.VacationPeriods;
import org.pabal.sieve.language.SieveCompiler;

/// What the settings say of Sieve, in the terms of the language and of the delivery agent.
final class SieveSettings {
    /// What a compiled script takes of memory grows with its text.
    private static final long MAX_SCRIPT_OCTETS = 8L << 20;

    private SieveSettings() {}

    /// The scripts of all accounts; one for the whole process.
    static ScriptStore scripts(Settings settings, Foundation foundation) throws StartFailure {
        return new ScriptStore(
                foundation.storage(),
                foundation.mailboxes(),
                compiler(new SieveCompiler(language(settings))),
                new GlobalScripts(settings.get(SieveTable.SIEVE_GLOBAL)),
                quota(settings),
                foundation.clock());
    }

    /// @throws StartFailure for an extension that does not exist
    static SieveConfig language(Settings settings) throws StartFailure {
        Set<Extension> extensions = EnumSet.copyOf(SieveConfig.DEFAULT.extensions());
        extensions.addAll(named(settings, SieveTable.SIEVE_EXTENSIONS));
        extensions.removeAll(named(settings, SieveTable.SIEVE_DISABLED_EXTENSIONS));
        return SieveConfig.DEFAULT
                .withExtensions(extensions)
                .withLimits(limits(settings))
                .withVacation(vacation(settings))
                .withProtectedFields(protectedFields(settings))
                .withDetailDelimiters(RoutingSettings.subaddress(settings).delimiters());
    }

    /// @throws StartFailure for what is not the name of a header field
    private static Set<String> protectedFields(Settings settings) throws StartFailure {
        Set<String> names = new HashSet<>();
        for (String name : settings.get(SieveTable.SIEVE_PROTECTED_FIELDS)) {
            if (!HeaderField.isName(name)) {
                throw new StartFailure(
                        "in sieve.protected-fields, '"
                                + name
                                + "' is not the name of a header field");
            }
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static VacationPeriods vacation(Settings settings) throws StartFailure {
        try {
            return new VacationPeriods(
                    settings.get(SieveTable.SIEVE_VACATION_MIN),
                    settings.get(SieveTable.SIEVE_VACATION_MAX),
                    settings.get(SieveTable.SIEVE_VACATION_DEFAULT));
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("sieve.vacation-...-period: " + wrong.getMessage());
        }
    }

    private static SieveLimits limits(Settings settings) throws StartFailure {
        return SieveLimits.DEFAULT.withScriptOctets(quota(settings).scriptOctets());
    }

    private static ScriptQuota quota(Settings settings) throws StartFailure {
        long script = settings.get(SieveTable.SIEVE_MAX_SCRIPT_SIZE);
        long total = settings.get(SieveTable.SIEVE_MAX_TOTAL_SIZE);
        if (script < 1 || script > MAX_SCRIPT_OCTETS || total < script) {
            throw new StartFailure(
                    "sieve.max-script-size is at least 1 and at most 8 MiB, and"
                            + " sieve.max-total-size not less than that");
        }
        return new ScriptQuota(settings.get(SieveTable.SIEVE_MAX_SCRIPTS), (int) script, total);
    }

    private static Set<Extension> named(Settings settings, Setting<List<String>> setting)
            throws StartFailure {
        Set<Extension> extensions = EnumSet.noneOf(Extension.class);
        for (String name : settings.get(setting)) {
            Optional<Extension> extension = Extension.named(name);
            if (extension.isEmpty()) {
                throw new StartFailure(
                        "in " + setting.key() + ", '" + name + "' is no extension of Sieve");
            }
            extensions.add(extension.get());
        }
        return extensions;
    }

    /// What is always there or has a newer name is not announced, so that no client writes it.
    private static ScriptCompiler compiler(SieveCompiler compiler) {
        Set<Extension> enabled = EnumSet.copyOf(compiler.config().extensions());
        enabled.removeAll(
                EnumSet.of(Extension.COMPARATOR_OCTET, Extension.COMPARATOR_ASCII_CASEMAP));
        enabled.removeIf(extension -> extension.successor().isPresent());
        List<String> names =
                Arrays.stream(Extension.values())
                        .filter(enabled::contains)
                        .map(Extension::capability)
                        .toList();
        return new ScriptCompiler() {
            @Override
            public Compilation compile(byte[] script, ScriptSource included) {
                return compiler.compile(script, included);
            }

            @Override
            public List<String> extensions() {
                return names;
            }
        };
    }
}
