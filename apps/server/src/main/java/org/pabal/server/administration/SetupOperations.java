// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What administrators may ask of the first run in a browser.
public final class SetupOperations {
    private final Supplier<Parts> parts;

    /// The set-up, as seen from here.
    public interface Parts {
        /// Empty when nobody is to show one.
        Optional<String> code();

        /// Lets administrators go through it once more.
        void reopen();

        /// Where the page is; empty when this server has none.
        Optional<String> page();
    }

    /// @param parts throws `UnavailableException` where no server runs
    public SetupOperations(Supplier<Parts> parts) {
        this.parts = parts;
    }

    /// `code`, and `page` where there is one.
    Map<String, Object> code() {
        Parts all = parts.get();
        String code =
                all.code()
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        "there is an administrator already, or the set-up is"
                                                + " finished; to go through it once more: pabal"
                                                + " setup open"));
        return all.page()
                .<Map<String, Object>>map(page -> Map.of("code", code, "page", page))
                .orElse(Map.of("code", code));
    }

    /// As above; `code` only where no administrator could sign in.
    Map<String, Object> open() {
        Parts all = parts.get();
        all.reopen();
        Map<String, Object> shown = new LinkedHashMap<>();
        all.code().ifPresent(code -> shown.put("code", code));
        all.page().ifPresent(page -> shown.put("page", page));
        return shown;
    }
}
