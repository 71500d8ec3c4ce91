// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.util.List;
import java.util.Locale;

/// The field `Accept-Encoding`. RFC 9110 §12.5.3.
public final class AcceptEncoding {
    private AcceptEncoding() {}

    /// @param fields of this name
    /// @param coding such as `gzip`
    public static boolean allows(List<String> fields, String coding) {
        boolean any = false;
        for (String element : ForwardedField.split(fields, ',')) {
            int semicolon = element.indexOf(';');
            String name = semicolon < 0 ? element : element.substring(0, semicolon).strip();
            boolean refused = semicolon >= 0 && isZero(element.substring(semicolon + 1));
            if (name.toLowerCase(Locale.ROOT).equals(coding)) {
                return !refused;
            }
            any |= name.equals("*") && !refused;
        }
        return any;
    }

    /// A weight of zero: `q=0.000`.
    private static boolean isZero(String weight) {
        return weight.strip().toLowerCase(Locale.ROOT).matches("q=0(\\.0{0,3})?");
    }
}
