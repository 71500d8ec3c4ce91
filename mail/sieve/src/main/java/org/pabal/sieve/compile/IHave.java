// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `ihave`: whether all these extensions can be used, and then they are. RFC 5463 §4.
public record IHave(boolean answer) implements Test {

    /// `ihave <capabilities: string-list>`
    public static IHave read(Arguments in) throws ScriptError {
        List<String> capabilities = in.constants("the list of extensions");
        in.end();
        List<Extension> usable =
                capabilities.stream()
                        .flatMap(capability -> Extension.named(capability).stream())
                        .filter(in.config().extensions()::contains)
                        .toList();
        boolean all = usable.size() == capabilities.size();
        if (all) {
            usable.forEach(in.scope()::require);
        }
        return new IHave(all);
    }

    @Override
    public boolean holds(Run run) {
        return answer;
    }

    @Override
    public Optional<Boolean> known() {
        return Optional.of(answer);
    }
}
