// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.util.List;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.ScriptSource;

/// Makes scripts of their texts, as the server is set up. Safe for use by many threads.
public interface ScriptCompiler {

    /// @param included where `include` finds others
    Compilation compile(byte[] script, ScriptSource included);

    /// The extensions that a script may require, by their names.
    List<String> extensions();
}
