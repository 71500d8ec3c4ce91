// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.html;

import java.util.List;
import org.pabal.jmap.mailview.link.ShownLink;

/// A text in HTML that does no harm.
///
/// @param html one element
/// @param remotePictures how many pictures other servers have, shown or not; without those that are
///     too small to be seen
/// @param remoteHosts these servers, each once
/// @param whole nothing was cut
public record CleanHtml(
        String html,
        int remotePictures,
        List<String> remoteHosts,
        List<ShownLink> links,
        boolean whole) {
    public CleanHtml {
        remoteHosts = List.copyOf(remoteHosts);
        links = List.copyOf(links);
    }
}
