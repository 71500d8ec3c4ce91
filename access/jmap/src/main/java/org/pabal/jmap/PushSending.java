// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import org.pabal.mta.jobs.OutsidePosts;

/// What pushes to services of the web.
///
/// @param contact whom the operators of a service can ask: `mailto:postmaster@example.org`
public record PushSending(OutsidePosts posts, String contact) {}
