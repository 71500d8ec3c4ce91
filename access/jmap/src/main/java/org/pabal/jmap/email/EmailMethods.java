// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.List;
import org.pabal.jmap.JmapMethod;

/// The table of the methods of this package.
public final class EmailMethods {
    private EmailMethods() {}

    public static List<JmapMethod> of(EmailServices services) {
        return List.of(
                new EmailGet(services),
                new EmailChanges(services),
                new EmailQueryMethod(services),
                new EmailQueryChanges(services),
                new EmailSet(services),
                new EmailCopy(services),
                new EmailImport(services),
                new EmailParse(services),
                new ThreadGet(services),
                new ThreadChanges(services),
                new SearchSnippetGet(services));
    }
}
