/**
 * Keys of headers, footers, notes, mails, licenses, settings and tickets, written as `labelKey` writes them: they precede a colon as a
 * speaker does, but do not name one.
 */
export const NON_SPEAKER_LABELS: ReadonlySet<string> = new Set(
  // headers and notes of calls and meetings
  (
    'note,notes,date,time,title,subject,duration,length,agenda,summary,outcome,action items,action item,next steps,next step,call notes,' +
    'meeting notes,key points,key takeaways,takeaways,attendees,participants,location,meeting,recording,transcript,topic,topics,re,ps,decision,decisions,' +
    'discussion,background,overview,context,objections,pain points,budget,owner,due,due date,deadline,call,call id,call type,call date,meeting id,organizer,' +
    'deal,industry,recorded,recorded on,follow-up,follow up,break,stage,company,product,price,pricing,total,timestamp,sentiment,disposition,lunch,breakfast,dinner,' +
    // documents and changes
    'http,https,example,examples,warning,tip,tips,important,caution,todo,link,links,url,urls,phone,tel,fax,email,e-mail,mail,web,website,system,source,status,' +
    'fix,fixed,fixes,feature,features,bug,bugs,bugfix,chore,docs,documentation,refactor,test,tests,perf,style,build,ci,feat,added,changed,removed,security,deprecated,' +
    'breaking,breaking change,breaking changes,improvement,improvements,improved,enhancement,enhancements,update,updates,updated,upgrade,release,internal,new,other,misc,version,language,description,' +
    'file,files,id,author,authors,created,name,type,key,value,score,result,results,goal,objective,step,option,options,usage,see also,see,default,' +
    'defaults,required,optional,deprecation,since,returns,return,param,params,parameters,arguments,args,input,output,inputs,outputs,syntax,synopsis,format,hint,reason,' +
    'problem,solution,cause,effect,pros,cons,however,also,remember,caveat,caveats,limitation,limitations,references,reference,requirements,dependencies,ingredients,method,directions,serves,yield,prep time,cook time,' +
    // licenses and packages
    'copyright,license,licence,licenses,comment,comments,upstream-name,upstream-contact,maintainer,homepage,package,packages,depends,section,priority,architecture,repository,origin,' +
    // mail and protocols
    'from,to,cc,bcc,sent,reply-to,received,content-type,content-transfer-encoding,content-disposition,content-length,message-id,mime-version,return-path,delivered-to,in-reply-to,' +
    'x-mailer,user-agent,accept,authorization,cookie,set-cookie,cache-control,server,address,port,username,user,password,path,command,' +
    // logs, tickets and forms
    'info,debug,warn,error,fatal,trace,notice,critical,exception,message,severity,level,caused by,steps to reproduce,expected,actual,environment,assignee,reporter,priority,labels,category,' +
    'first name,last name,country,city,state,zip,street,age,gender,dob,question,answer,true,false,yes,no,scene,setting,characters,chapter,int,ext'
  ).split(','),
);
