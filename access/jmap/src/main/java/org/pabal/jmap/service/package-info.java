// SPDX-License-Identifier: Apache-2.0

/// All of JMAP put together: which methods and capabilities there are, and what answers where.
@NullMarked
package org.pabal.jmap.service;

import org.jspecify.annotations.NullMarked;
