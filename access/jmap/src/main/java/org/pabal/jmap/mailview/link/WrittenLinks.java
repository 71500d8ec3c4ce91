// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Addresses of the web that stand in plain text, which programs make links of.
public final class WrittenLinks {
    private static final int MAX_LINKS = 500;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:https?://|\\bwww\\.)[^\\s<>\"'“”‘’「」『』\\p{Cntrl}]{1,2000}",
                    Pattern.CASE_INSENSITIVE);

    /// What ends a sentence or closes a bracket, and ends no host.
    private static final Pattern END = Pattern.compile("[.,;:!?)\\]}>…]+$");

    private WrittenLinks() {}

    /// In their order, at most 500.
    public static List<ShownLink> in(String text) {
        return ADDRESS.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(written -> END.matcher(written).replaceFirst(""))
                .flatMap(written ->
                        WebAddress.parse(written).map(web -> ShownLink.of(written, web)).stream())
                .limit(MAX_LINKS)
                .toList();
    }
}
