// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.util.List;

/// What virus scanners say of a mail, as their findings tell.
public enum VirusCheck {
    /// There is none, or it could not be asked, or has not seen the whole.
    NOT_MADE,
    CLEAN,
    FOUND;

    /// The finding of a virus; its detail is the virus's name.
    public static final String FOUND_TEST = "CLAMAV";

    /// The finding that says that there is none.
    public static final String CLEAN_TEST = "CLAMAV_CLEAN";

    /// @param findings of a mail, also as read back from its fields
    public static VirusCheck of(List<Finding> findings) {
        VirusCheck found = NOT_MADE;
        for (Finding finding : findings) {
            if (finding.test().equals(FOUND_TEST)) {
                return FOUND;
            }
            found = finding.test().equals(CLEAN_TEST) ? CLEAN : found;
        }
        return found;
    }
}
