// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.language;

import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.pabal.sieve.compile.Session;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Unit;

/// From the text of a script to something that can be run, or to what is wrong with it. For any
/// number of threads.
public final class SieveCompiler {
    private final SieveConfig config;
    private final LongSupplier nanoTime;

    public SieveCompiler(SieveConfig config) {
        this(config, System::nanoTime);
    }

    /// @param nanoTime by which runs are stopped that take too long
    public SieveCompiler(SieveConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    public SieveConfig config() {
        return config;
    }

    /// @param scripts what the script may include; read now and not when it runs
    public Compilation compile(byte[] text, ScriptSource scripts) {
        int limit = config.limits().scriptOctets();
        if (text.length > limit) {
            return refused(new Finding(1, 1, "a script can have " + limit + " octets, not more"));
        }
        Session.Result result = new Session(config, Vocabulary.DICTIONARY, scripts).compile(text);
        if (!result.errors().isEmpty()) {
            return new Compilation.Refused(inOrder(result.errors()));
        }
        Script script = new Compiled(result.unit(), result.globals(), config.limits(), nanoTime);
        return new Compilation.Compiled(script, inOrder(result.warnings()));
    }

    private static Compilation refused(Finding finding) {
        return new Compilation.Refused(List.of(finding));
    }

    private static List<Finding> inOrder(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }

    private record Compiled(Unit unit, int globals, SieveLimits limits, LongSupplier nanoTime)
            implements Script {

        @Override
        public Outcome run(SieveMessage message, Surroundings surroundings) {
            return Run.run(unit, globals, message, surroundings, limits, false, nanoTime);
        }

        @Override
        public Outcome trace(SieveMessage message, Surroundings surroundings) {
            return Run.run(unit, globals, message, surroundings, limits, true, nanoTime);
        }
    }
}
