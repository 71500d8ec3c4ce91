// SPDX-License-Identifier: Apache-2.0

/// Mail programs that set themselves up: what Thunderbird, Outlook and Apple's programs ask for by HTTP, told
/// from the doors that are open. None of it says whether an address exists: every address of a local
/// domain is answered alike.
@NullMarked
package org.pabal.server.autoconfig;

import org.jspecify.annotations.NullMarked;
