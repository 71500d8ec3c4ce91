// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.Optional;
import org.pabal.jmap.mailview.link.WebAddress;

/// Where the pictures of a mail are had.
public interface Pictures {
    /// None are.
    Pictures NONE =
            new Pictures() {
                @Override
                public Optional<String> inline(String cid) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> remote(WebAddress address) {
                    return Optional.empty();
                }
            };

    /// A link of ours to a part of the mail.
    ///
    /// @param cid its Content-ID without brackets, RFC 2392
    /// @return empty where there is none, or it is no picture
    Optional<String> inline(String cid);

    /// A link of ours to what another server has.
    ///
    /// @return empty when it is not to be fetched
    Optional<String> remote(WebAddress address);
}
