package io.imbed.examples.shop;

import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The manners of the house: the bean is all it takes. What is rejected, its sender alone gets to see. */
@Component
class WordFilter implements BeforeSend {
    private static final Pattern RUDE = Pattern.compile("\\b(darn|heck)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNWANTED = Pattern.compile("\\bcoffee\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public Verdict beforeSend(Attempt.Send attempt) {
        String text = attempt.draft().content().fallback();
        if (UNWANTED.matcher(text).find()) return Verdict.reject("we do not speak of coffee here");
        String mild =
                RUDE.matcher(text).replaceAll(rude -> "*".repeat(rude.group().length()));
        return mild.equals(text)
                ? Verdict.allow()
                : Verdict.replace(attempt.draft().withText(mild));
    }
}
