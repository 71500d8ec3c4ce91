// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where a link of a mail may lead: to the web, to a mail or a telephone, or to a place within the mail.
///
/// @param href to be written
/// @param web empty for what does not lead to the web
public record LinkTarget(String href, Optional<WebAddress> web) {
    private static final int MAX_CHARS = 2_000;
    private static final Pattern PLACE = Pattern.compile("#[^\\p{Cntrl}<>\"]{1,200}");
    private static final Pattern OTHER =
            Pattern.compile(
                    "(?:mailto|tel):[^\\p{Cntrl}<>\"\\\\]{1," + MAX_CHARS + "}",
                    Pattern.CASE_INSENSITIVE);

    /// Total: empty for `javascript:` and all else that is not known to be harmless.
    public static Optional<LinkTarget> parse(String written) {
        Optional<WebAddress> web = WebAddress.parse(written);
        if (web.isPresent()) {
            return Optional.of(new LinkTarget(web.get().text(), web));
        }
        String plain = WebAddress.stripped(written);
        return PLACE.matcher(plain).matches() || OTHER.matcher(plain).matches()
                ? Optional.of(new LinkTarget(plain, Optional.empty()))
                : Optional.empty();
    }
}
