// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.Domain;

/// A link as people see it, and where it leads.
///
/// @param text what is written, on one line
/// @param host as people read it, in their letters
/// @param mismatch the text names another host, or the host is written to be taken for another
public record ShownLink(String text, String href, String host, boolean mismatch) {
    private static final int MAX_TEXT_CHARS = 200;
    private static final int MAX_LOOKED_AT = 2_000;
    private static final Pattern NAMED =
            Pattern.compile(
                    "(https?://|www\\.)?((?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)"
                            + "{1,8}\\p{L}{2,24})(?![\\p{L}\\p{N}])",
                    Pattern.CASE_INSENSITIVE);

    /// Names of files end with these, and no host that people name does.
    private static final Set<String> FILES =
            Set.of(
                    "csv", "doc", "docx", "gif", "htm", "html", "hwp", "hwpx", "jpeg", "jpg", "js",
                    "json", "md", "pdf", "png", "ppt", "pptx", "py", "txt", "xls", "xlsx", "xml",
                    "zip");

    public static ShownLink of(String text, WebAddress target) {
        String line = text.strip().replaceAll("\\s+", " ");
        String looked = line.substring(0, Math.min(line.length(), MAX_LOOKED_AT));
        boolean mismatch =
                target.namesUser()
                        || Lookalikes.isOne(target.host())
                        || named(looked).filter(host -> !isWithin(target.host(), host)).isPresent();
        return new ShownLink(
                line.substring(0, Math.min(line.length(), MAX_TEXT_CHARS)),
                target.text(),
                Domain.parse(target.host()).map(Domain::name).orElse(target.host()),
                mismatch);
    }

    /// The host that the text names first, in ASCII.
    private static Optional<String> named(String text) {
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            String host = named.group(2).toLowerCase(Locale.ROOT);
            String end = host.substring(host.lastIndexOf('.') + 1);
            if (named.group(1) != null || !FILES.contains(end)) {
                return Domain.parse(bare(host))
                        .map(domain -> domain.toAscii().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private static String bare(String host) {
        return host.startsWith("www.") ? host.substring(4) : host;
    }

    /// `mail.example.org` belongs to whoever has `example.org`.
    private static boolean isWithin(String host, String named) {
        return host.equals(named) || host.endsWith("." + named);
    }
}
